import { describe } from 'vitest'
import { arbitrary, perExampleLaws } from '../../laws/index.ts'
import { infoNceLaws, tripletLaws } from '../../laws/loss/contrast.ts'
import { cosineEmbeddingLaws } from '../../laws/loss/cosineEmbedding.ts'
import { ctcLaws } from '../../laws/loss/ctc.ts'
import { absoluteLaws, huberLaws, smoothL1Laws } from '../../laws/loss/differences.ts'
import { klDivergenceLaws, sigmoidCrossEntropyLaws } from '../../laws/loss/distributions.ts'
import { hingeLaws } from '../../laws/loss/hinge.ts'
import { labelOptionLaws, logProbabilityLaws, softTargetLaws } from '../../laws/loss/labels.ts'
import {
  diceLaws,
  focalLaws,
  gaussianNegativeLogLikelihoodLaws,
  poissonNegativeLogLikelihoodLaws,
  quantileLaws,
} from '../../laws/loss/likelihoods.ts'
import { reductionLaws } from '../../laws/loss/reduction.ts'
import {
  cosineEmbedding,
  ctc,
  dice,
  focal,
  gaussianNegativeLogLikelihood,
  hinge,
  huber,
  infoNce,
  klDivergence,
  meanAbsoluteError,
  meanSquaredError,
  op,
  perExample,
  poissonNegativeLogLikelihood,
  quantile,
  smooth,
  smoothL1,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  type Tensor,
  triplet,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

type Elementwise = smooth.Smooth<Tensor, Tensor>

const matrices = arbitrary.tensors([4, 3])
const each = (loss: ReturnType<typeof perExample.squaredError>) =>
  perExampleLaws('squaredError', loss, { predictions: matrices, targets: matrices })

const labelled: readonly Mutant[] = [
  {
    name: 'smoothing that spreads over the other classes only',
    mutant: labelOptionLaws(({ labelSmoothing = 0, ...options }) =>
      softmaxCrossEntropy({ ...options, labelSmoothing: Math.min(1, (labelSmoothing * 4) / 3) }),
    ),
    twin: labelOptionLaws(),
    killedBy: ['34r'],
    survives: ['34q', '34s'],
  },
  {
    name: 'weighted classes over the number of examples',
    mutant: labelOptionLaws(options => perExample.mean(perExample.softmaxCrossEntropy(options))),
    twin: labelOptionLaws(),
    killedBy: ['34s', '34t'],
    survives: ['34q', '34r'],
  },
  {
    name: 'classes that are not weighted',
    mutant: labelOptionLaws(({ classWeights: _, ...options }) => softmaxCrossEntropy(options)),
    twin: labelOptionLaws(),
    killedBy: ['34s'],
    survives: ['34q', '34r'],
  },
  {
    name: 'a logarithm of softmax, which rounds to nothing',
    mutant: labelOptionLaws(
      () => labels =>
        smooth.compose(
          smooth.softmax as Elementwise,
          smooth.compose(
            smooth.log as Elementwise,
            perExample.mean(perExample.negativeLogProbability())(labels as never),
          ),
        ) as never,
    ),
    twin: labelOptionLaws(),
    killedBy: ['34w'],
    survives: ['34q'],
  },
  {
    name: 'smoothing that soft targets do not have',
    mutant: softTargetLaws(() => softTargetCrossEntropy()),
    twin: softTargetLaws(),
    killedBy: ['34x'],
    survives: ['34y'],
  },
  {
    name: 'a softmax too many',
    mutant: logProbabilityLaws(
      options => labels =>
        smooth.compose(smooth.exp as Elementwise, softmaxCrossEntropy(options ?? {})(labels)) as never,
    ),
    twin: logProbabilityLaws(),
    killedBy: ['34z'],
  },
]

const further: readonly Mutant[] = [
  {
    name: 'sequences over the number of examples, not of labels',
    mutant: ctcLaws(options => perExample.mean(perExample.ctc(options))),
    twin: ctcLaws(),
    killedBy: ['L38'],
    survives: ['L40', 'L41'],
  },
  {
    name: 'a blank that is always the first class',
    mutant: ctcLaws(() => ctc({ zeroInfinity: true })),
    twin: ctcLaws(),
    killedBy: ['L39'],
    survives: ['L38'],
  },
  {
    name: 'a margin that is always 1',
    mutant: tripletLaws(({ margin: _, ...options } = {}) => triplet(options)),
    twin: tripletLaws(),
    killedBy: ['L33', 'L34'],
  },
  {
    name: 'views that are never compared both ways',
    mutant: infoNceLaws(({ symmetric: _, ...options } = {}) => infoNce(options)),
    twin: infoNceLaws(),
    killedBy: ['L36'],
    survives: ['L35', 'L37'],
  },
  {
    name: 'a quantile from above',
    mutant: quantileLaws(({ quantile: q = 0.5 } = {}) => quantile({ quantile: 1 - q })),
    twin: quantileLaws(),
    killedBy: ['L26'],
    survives: ['L27'],
  },
  {
    name: 'weights that are not those of the target',
    mutant: focalLaws(({ alpha = 0.25, ...options } = {}) => focal({ ...options, alpha: 1 - alpha })),
    twin: focalLaws(),
    killedBy: ['L28'],
    survives: ['L29', 'L30'],
  },
  {
    name: 'a region that is smoothed by 1',
    mutant: diceLaws(() => dice()),
    twin: diceLaws(),
    killedBy: ['L31'],
  },
  {
    name: 'a likelihood without its constant',
    mutant: gaussianNegativeLogLikelihoodLaws(({ full: _, ...options } = {}) =>
      gaussianNegativeLogLikelihood(options),
    ),
    twin: gaussianNegativeLogLikelihoodLaws(),
    killedBy: ['L21'],
    survives: ['L22'],
  },
  {
    name: 'rates that are taken for logarithms',
    mutant: poissonNegativeLogLikelihoodLaws(({ logInput: _, ...options } = {}) =>
      poissonNegativeLogLikelihood(options),
    ),
    twin: poissonNegativeLogLikelihoodLaws(),
    killedBy: ['L24'],
    survives: ['L23'],
  },
]

const shapes: readonly Mutant[] = [
  {
    name: 'a square in place of the absolute value',
    mutant: absoluteLaws(meanSquaredError()),
    twin: absoluteLaws(meanAbsoluteError()),
    killedBy: ['L5'],
    survives: ['L6'],
  },
  {
    name: 'Huber with a slope of 1 beyond δ',
    mutant: huberLaws(({ delta = 1 }) => smoothL1({ beta: delta })),
    twin: huberLaws(),
    killedBy: ['L7', 'L8'],
  },
  {
    name: 'a smooth absolute error that is not divided by β',
    mutant: smoothL1Laws(({ beta = 1 }) => huber({ delta: beta })),
    twin: smoothL1Laws(),
    killedBy: ['L9'],
  },
  {
    name: 'a loss of the sigmoid and its logarithm, one after the other',
    mutant: sigmoidCrossEntropyLaws(targets =>
      smooth.compose(smooth.sigmoid as Elementwise, (p: Tensor) => {
        const one = op.shift(1)(op.scale(0)(p))
        const rest = op.sub(one, p)
        const own = op.add(op.mul(targets, op.log(p)), op.mul(op.sub(one, targets), op.log(rest)))
        const share = -1 / 12
        const slope = op.sub(op.div(targets, p), op.div(op.sub(one, targets), rest))
        return [
          op.scale(share)(op.sum()(own)),
          dy => op.mul(op.scale(share)(slope), op.broadcast(p.shape as [])(dy as Tensor) as Tensor),
        ]
      }),
    ),
    twin: sigmoidCrossEntropyLaws(),
    killedBy: ['L12'],
  },
  {
    name: 'a divergence over elements and not over examples',
    mutant: klDivergenceLaws(options => perExample.mean(perExample.klDivergence(options))),
    twin: klDivergenceLaws(),
    killedBy: ['L13', 'L15'],
    survives: ['L14'],
  },
  {
    name: 'targets that are always logarithms',
    mutant: klDivergenceLaws(() => klDivergence({ logTargets: true })),
    twin: klDivergenceLaws(),
    killedBy: ['L13'],
  },
  {
    name: 'a margin that angles do not have',
    mutant: cosineEmbeddingLaws(() => cosineEmbedding()),
    twin: cosineEmbeddingLaws(),
    killedBy: ['L16'],
    survives: ['L17'],
  },
  {
    name: 'a hinge without its square',
    mutant: hingeLaws(({ power: _, ...options } = {}) => hinge(options)),
    twin: hingeLaws(),
    killedBy: ['L18'],
    survives: ['L19'],
  },
  {
    name: 'a mean that adds up',
    mutant: reductionLaws({ mean: perExample.sum, sum: perExample.sum }),
    twin: reductionLaws(),
    killedBy: ['L20'],
  },
  {
    name: 'a loss of an example that looks at the others',
    mutant: each(targets => y => {
      const [losses, pullback] = perExample.squaredError()(targets)(y)
      const n = losses.shape[0]!
      return [op.scale(1 / n)(losses), dy => pullback(op.scale(1 / n)(dy))]
    }),
    twin: each(perExample.squaredError()),
    killedBy: ['30d'],
  },
]

describe('further', () => testMutants(further))
describe('labelled', () => testMutants(labelled))
describe('shapes', () => testMutants(shapes))
