/**
 * Defaults of losses, with what is seen of them.
 *
 * @module
 */
import {
  cosineEmbedding,
  ctc,
  dice,
  focal,
  fromValues,
  gaussianNegativeLogLikelihood,
  hinge,
  huber,
  infoNce,
  klDivergence,
  negativeLogLikelihood,
  op,
  perExample,
  poissonNegativeLogLikelihood,
  quantile,
  smoothL1,
  softmaxCrossEntropy,
  type Tensor,
  triplet,
} from '../../src/index.ts'
import { loosely } from '../oracle/loose.ts'
import { type Pinned, pinned } from './default.ts'
import { lossSeen } from './seen.ts'

const wide = fromValues([2, 3], [0.3, -3, 1.5, 0, 0.7, -0.2], 'f64') as Tensor
const near = fromValues([2, 3], [0.25, 2, 1, -1, 0.6, 0.1], 'f64') as Tensor
const probabilities = fromValues([2, 3], [0.5, 0, 0.5, 0.25, 0.5, 0.25], 'f64') as Tensor
const labels = fromValues([2], [2, 1], 'i32')
const numbers = lossSeen(near, wide)

/** Defaults of losses, with what is seen of them. */
export const lossDefaults: readonly Pinned[] = [
  pinned('huber', o => huber(o), numbers, { delta: 1 }, 'loss/differences.ts huber'),
  pinned('smoothL1', o => smoothL1(o), numbers, { beta: 1 }, 'loss/differences.ts smoothL1'),
  pinned('hinge', o => hinge(o), lossSeen(labels, wide), { margin: 1, power: 1 }, 'loss/hinge.ts hinge'),
  pinned(
    'cosineEmbedding',
    o => cosineEmbedding(o),
    lossSeen(fromValues([2], [-1, -1], 'i32'), [near, near]),
    { margin: 0 },
    'loss/cosineEmbedding.ts cosineEmbedding',
    { others: { margin: 0.25 } },
  ),
  pinned(
    'focal',
    o => focal(o),
    lossSeen(probabilities, wide),
    { gamma: 2, alpha: 0.25 },
    'loss/focal.ts focal',
  ),
  pinned('dice', o => dice(o), lossSeen(probabilities, wide), { smooth: 1 }, 'loss/dice.ts dice'),
  pinned('quantile', o => quantile(o), numbers, { quantile: 0.5 }, 'loss/quantile.ts quantile'),
  pinned(
    'gaussianNegativeLogLikelihood',
    o => gaussianNegativeLogLikelihood(o),
    lossSeen(near, [wide, op.scale(0)(wide)]),
    { epsilon: 1e-6, full: false },
    {
      epsilon: 'loss/gaussianNegativeLogLikelihood.ts gaussian',
      full: 'loss/gaussianNegativeLogLikelihood.ts gaussian constant',
    },
  ),
  pinned(
    'poissonNegativeLogLikelihood, of logarithms',
    o => poissonNegativeLogLikelihood(o),
    lossSeen(op.scale(4)(near), probabilities),
    { logInput: true, full: false },
    'loss/poissonNegativeLogLikelihood.ts poisson',
  ),
  pinned(
    'poissonNegativeLogLikelihood, of rates',
    o => poissonNegativeLogLikelihood({ ...(o as object), logInput: false }),
    lossSeen(near, probabilities),
    { epsilon: 1e-8 },
    'loss/poissonNegativeLogLikelihood.ts poisson',
  ),
  pinned(
    'triplet',
    o => triplet(o),
    lossSeen({}, [near, wide, probabilities]),
    { margin: 1, epsilon: 0, swap: false },
    'loss/triplet.ts triplet',
  ),
  pinned(
    'infoNce',
    o => infoNce(o),
    lossSeen({}, [near, wide]),
    { temperature: 0.1, symmetric: false },
    'loss/infoNce.ts infoNce',
  ),
  pinned(
    'ctc',
    o => ctc(o),
    lossSeen(
      { labels: fromValues([1, 1], [1], 'i32') },
      fromValues([1, 2, 3], [0.3, -3, 1.5, 0, 0.7, -0.2], 'f64') as Tensor,
    ),
    { blank: 0 },
    'loss/ctc.ts ctc',
    { others: { blank: 2 } },
  ),
  pinned(
    'ctc, of what cannot be',
    o => ctc(o),
    made => {
      try {
        return lossSeen(
          { labels: fromValues([1, 2], [1, 1], 'i32') },
          fromValues([1, 2, 3], [0.3, -3, 1.5, 0, 0.7, -0.2], 'f64'),
        )(made)
      } catch (error) {
        return String(error)
      }
    },
    { zeroInfinity: false },
    'loss/ctc.ts ctc',
  ),
  pinned(
    'klDivergence',
    o => klDivergence(o),
    lossSeen(probabilities, wide),
    { logTargets: false },
    'loss/distributions.ts klDivergence',
  ),
  pinned(
    'softmaxCrossEntropy',
    o => softmaxCrossEntropy(o),
    lossSeen(labels, wide),
    { labelSmoothing: 0 },
    'loss/labelled.ts onLabels',
  ),
  pinned(
    'softTargetCrossEntropy',
    o => loosely(perExample.mean)(perExample.softTargetCrossEntropy(o)),
    lossSeen(probabilities, wide),
    { labelSmoothing: 0 },
    'loss/labelled.ts softTargetCrossEntropy',
  ),
  pinned(
    'negativeLogLikelihood',
    o => negativeLogLikelihood(o),
    lossSeen(fromValues([2], [1, 1], 'i32'), probabilities),
    { epsilon: 1e-8 },
    'loss/negativeLogLikelihood.ts negativeLogLikelihood',
  ),
]
