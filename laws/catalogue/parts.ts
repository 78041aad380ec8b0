/**
 * Every loss of single examples beside the loss of a batch.
 *
 * @module
 */
import {
  cosineEmbedding,
  ctc,
  dice,
  focal,
  gaussianNegativeLogLikelihood,
  hinge,
  huber,
  klDivergence,
  type Labels,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogProbability,
  perExample,
  poissonNegativeLogLikelihood,
  quantile,
  sigmoidCrossEntropy,
  smoothL1,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  toValues,
  triplet,
} from '../../src/index.ts'
import type { LawSet } from '../law.ts'
import { partsLaws } from '../loss/parts.ts'
import {
  classes,
  classWeights,
  differences,
  matrices,
  meansAndVariances,
  noTargets,
  ofClasses,
  probabilities,
  scores,
  sequences,
  shares,
  signs,
  someIgnored,
  triples,
  vectors,
} from './lossSamples.ts'

/** How much each example counts, by the weight of its class: one that is ignored, nothing. */
const weighted = (labels: Labels): readonly number[] => {
  const weights = toValues(classWeights)
  const own = Array.from(toValues(labels), label => (label < 0 ? 0 : (weights[label] as number)))
  const total = own.reduce((sum, weight) => sum + weight, 0)
  // The losses of single examples have their weights already.
  return own.map(() => (total === 0 ? 0 : 1 / total))
}
const onLabels = { predictions: classes, targets: ofClasses, shares: weighted }
const onSomeLabels = { predictions: classes, targets: someIgnored, shares: weighted }
const onClasses = { predictions: classes, targets: classes }
const onRates = { predictions: probabilities, targets: probabilities }

/** By the names of `perExample`. */
export const lossParts: Readonly<Record<Exclude<keyof typeof perExample, 'mean' | 'sum'>, () => LawSet>> = {
  absoluteError: () =>
    partsLaws('absoluteError', meanAbsoluteError(), perExample.absoluteError(), differences),
  cosineEmbedding: () =>
    partsLaws(
      'cosineEmbedding',
      cosineEmbedding({ margin: 0.3 }),
      perExample.cosineEmbedding({ margin: 0.3 }),
      {
        predictions: vectors,
        targets: signs,
      },
    ),
  ctc: () =>
    partsLaws('ctc', ctc(), perExample.ctc(), {
      predictions: sequences.predictions,
      targets: sequences.targets,
      shares: ({ targetLengths }) => {
        const counts = Array.from(toValues(targetLengths))
        return counts.map(count => 1 / (Math.max(count, 1) * counts.length))
      },
    }),
  dice: () => partsLaws('dice', dice({ smooth: 0.5 }), perExample.dice({ smooth: 0.5 }), shares),
  focal: () =>
    partsLaws(
      'focal',
      focal({ gamma: 1.5, alpha: 0.75 }),
      perExample.focal({ gamma: 1.5, alpha: 0.75 }),
      shares,
    ),
  gaussianNegativeLogLikelihood: () =>
    partsLaws(
      'gaussianNegativeLogLikelihood',
      gaussianNegativeLogLikelihood({ full: true }),
      perExample.gaussianNegativeLogLikelihood({ full: true }),
      { predictions: meansAndVariances, targets: scores },
    ),
  hinge: () =>
    partsLaws('hinge', hinge({ margin: 0.5, power: 2 }), perExample.hinge({ margin: 0.5, power: 2 }), {
      predictions: classes,
      targets: ofClasses,
    }),
  huber: () => partsLaws('huber', huber({ delta: 0.5 }), perExample.huber({ delta: 0.5 }), differences),
  klDivergence: () =>
    partsLaws(
      'klDivergence',
      klDivergence({ logTargets: true }),
      perExample.klDivergence({ logTargets: true }),
      // A mean over the batch of sums over the classes.
      { ...matrices, shares: () => [0.75, 0.75, 0.75, 0.75] },
    ),
  negativeLogProbability: () =>
    partsLaws(
      'negativeLogProbability',
      negativeLogProbability({ classWeights, ignoreIndex: -1 }),
      perExample.negativeLogProbability({ classWeights, ignoreIndex: -1 }),
      onSomeLabels,
    ),
  poissonNegativeLogLikelihood: () =>
    partsLaws(
      'poissonNegativeLogLikelihood',
      poissonNegativeLogLikelihood({ full: true, logInput: false }),
      perExample.poissonNegativeLogLikelihood({ full: true, logInput: false }),
      onRates,
    ),
  quantile: () =>
    partsLaws('quantile', quantile({ quantile: 0.25 }), perExample.quantile({ quantile: 0.25 }), differences),
  sigmoidCrossEntropy: () =>
    partsLaws('sigmoidCrossEntropy', sigmoidCrossEntropy(), perExample.sigmoidCrossEntropy(), differences),
  smoothL1: () =>
    partsLaws('smoothL1', smoothL1({ beta: 0.5 }), perExample.smoothL1({ beta: 0.5 }), differences),
  softmaxCrossEntropy: () =>
    partsLaws(
      'softmaxCrossEntropy',
      softmaxCrossEntropy({ classWeights }),
      perExample.softmaxCrossEntropy({ classWeights }),
      onLabels,
    ),
  softTargetCrossEntropy: () =>
    partsLaws(
      'softTargetCrossEntropy',
      softTargetCrossEntropy({ classWeights, labelSmoothing: 0.25 }),
      perExample.softTargetCrossEntropy({ classWeights, labelSmoothing: 0.25 }),
      onClasses,
    ),
  squaredError: () => partsLaws('squaredError', meanSquaredError(), perExample.squaredError(), matrices),
  triplet: () =>
    partsLaws(
      'triplet',
      triplet({ margin: 0.5, swap: true }),
      perExample.triplet({ margin: 0.5, swap: true }),
      {
        predictions: triples,
        targets: noTargets,
      },
    ),
}
