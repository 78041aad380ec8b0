/**
 * Losses, as means and one by one, with their laws.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type ClassScores,
  cosineEmbedding,
  crossEntropy,
  ctc,
  dice,
  empty,
  focal,
  fromValues,
  gaussianNegativeLogLikelihood,
  hinge,
  huber,
  infoNce,
  type Integers,
  klDivergence,
  type Labels,
  type MeanAndVariance,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  negativeLogProbability,
  perExample,
  poissonNegativeLogLikelihood,
  quantile,
  sigmoidCrossEntropy,
  smoothL1,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  type Tensor,
  tensor,
  triplet,
  type Triplets,
  type Vectors,
} from '../../src/index.ts'
import { distinct, indices, kinkSafe, positive, tensors } from '../arbitraries.ts'
import type { Entries, Entry } from './entry.ts'
import { infoNceLaws, tripletLaws } from '../loss/contrast.ts'
import { ctcLaws, scoresOverTime, unaligned } from '../loss/ctc.ts'
import {
  diceLaws,
  focalLaws,
  gaussianNegativeLogLikelihoodLaws,
  poissonNegativeLogLikelihoodLaws,
  quantileLaws,
} from '../loss/likelihoods.ts'
import { lossLaws } from '../loss/loss.ts'
import { crossEntropyLaws, negativeLogLikelihoodLaws, softmaxCrossEntropyLaws } from '../loss/crossEntropy.ts'
import { perExampleLaws } from '../loss/each.ts'
import { labelOptionLaws, logProbabilityLaws, softTargetLaws } from '../loss/labels.ts'
import { l1PenaltyLaws, l2PenaltyLaws } from '../loss/penalty.ts'
import {
  absoluteLaws,
  cosineEmbeddingLaws,
  hingeLaws,
  huberLaws,
  klDivergenceLaws,
  reductionLaws,
  sigmoidCrossEntropyLaws,
  smoothL1Laws,
} from '../loss/shapes.ts'

const scores = tensors([4, 3])
const probabilities = tensors([4, 3], { entries: positive })
const labels = indices([4], 3)

/** The same draws for losses whose types say more of shapes. */
const classes = scores as fc.Arbitrary<ClassScores>
const ofClasses = labels as fc.Arbitrary<Labels>
const logarithms = tensors([4, 3], { entries: positive.map(x => -x) })
const someIgnored = tensors([4], {
  dtype: 'i32',
  entries: fc.integer({ min: -1, max: 2 }),
}) as never as fc.Arbitrary<Labels>
const classWeights = tensor([0.5, 2, 1], 'f64') as Tensor<[number]>

/** Differences that are an odd number of 32nds, so that none lies on a kink. */
const offKinks = tensors([4, 3], { entries: fc.integer({ min: -64, max: 64 }).map(n => (2 * n + 1) / 32) })
const differences = { predictions: offKinks as fc.Arbitrary<Tensor>, targets: scores as fc.Arbitrary<Tensor> }
const matrices = { predictions: scores as fc.Arbitrary<Tensor>, targets: scores as fc.Arbitrary<Tensor> }

const vectors = fc.tuple(
  tensors([4, 3], { entries: kinkSafe }),
  tensors([4, 3], { entries: kinkSafe }),
) as fc.Arbitrary<Vectors>
const signs = fc
  .array(fc.constantFrom(-1, 1), { minLength: 4, maxLength: 4 })
  .map(of => fromValues([4], of, 'i32') as Integers<[number]>)

/** Scores a quarter apart, so that with this margin none is at it. */
const apart = { predictions: distinct([4, 3]), targets: labels }
const offMargin = { margin: 17 / 32 }
const kinky = { kinky: true }

/** Three vectors each, and settings under which none is at the margin. */
const triples = fc.tuple(
  tensors([4, 3], { entries: kinkSafe }),
  tensors([4, 3], { entries: kinkSafe }),
  tensors([4, 3], { entries: kinkSafe }),
) as fc.Arbitrary<Triplets>
const wideMargin = { margin: 32 }
/** Scores, and targets from 0 to 1. */
const shares = {
  predictions: scores as fc.Arbitrary<Tensor>,
  targets: tensors([4, 3], {
    entries: fc.integer({ min: 0, max: 8 }).map(n => n / 8),
  }) as fc.Arbitrary<Tensor>,
}
const noTargets = fc.constant(empty)
/** Variances that stay positive where a law goes a little further. */
const meansAndVariances = fc.tuple(
  tensors([4, 3]),
  tensors([4, 3], { entries: positive.map(x => x + 8) }),
) as fc.Arbitrary<MeanAndVariance>
const sequences = { predictions: scoresOverTime, targets: unaligned(0), terms: 256 }

/** Losses. */
export const lossCatalogue = {
  cosineEmbedding: {
    laws: () => [
      cosineEmbeddingLaws(),
      lossLaws('cosineEmbedding', cosineEmbedding({ margin: 0.3 }), {
        predictions: vectors,
        targets: signs,
        ...kinky,
        terms: 64,
      }),
    ],
  },
  ctc: {
    laws: () => [ctcLaws(), lossLaws('ctc', ctc(), sequences)],
  },
  dice: {
    laws: () => [diceLaws(), lossLaws('dice', dice(), shares)],
  },
  focal: {
    laws: () => [
      focalLaws(),
      lossLaws('focal', focal(), { ...shares, predictions: offKinks as fc.Arbitrary<Tensor>, terms: 64 }),
    ],
  },
  gaussianNegativeLogLikelihood: {
    laws: () => [
      gaussianNegativeLogLikelihoodLaws(),
      lossLaws('gaussianNegativeLogLikelihood', gaussianNegativeLogLikelihood(), {
        predictions: meansAndVariances,
        targets: scores as fc.Arbitrary<Tensor>,
        terms: 64,
      }),
    ],
  },
  infoNce: {
    laws: () => [
      infoNceLaws(),
      lossLaws('infoNce', infoNce({ symmetric: true, temperature: 1 }), {
        predictions: vectors,
        targets: noTargets,
        coupled: true,
        terms: 256,
      }),
    ],
  },
  poissonNegativeLogLikelihood: {
    laws: () => [
      poissonNegativeLogLikelihoodLaws(),
      lossLaws('poissonNegativeLogLikelihood', poissonNegativeLogLikelihood(), matrices),
    ],
  },
  quantile: {
    laws: () => [
      quantileLaws(),
      lossLaws('quantile', quantile({ quantile: 0.25 }), { ...differences, ...kinky }),
    ],
  },
  triplet: {
    laws: () => [
      tripletLaws(),
      lossLaws('triplet', triplet(wideMargin), {
        predictions: triples,
        targets: noTargets,
        ...kinky,
        terms: 64,
      }),
    ],
  },
  hinge: {
    laws: () => [hingeLaws(), lossLaws('hinge', hinge(offMargin), { ...apart, ...kinky })],
  },
  huber: {
    laws: () => [huberLaws(), lossLaws('huber', huber(), { ...differences, ...kinky })],
  },
  klDivergence: {
    laws: () => [
      klDivergenceLaws(),
      lossLaws('klDivergence', klDivergence(), {
        predictions: logarithms as fc.Arbitrary<Tensor>,
        targets: probabilities as fc.Arbitrary<Tensor>,
      }),
    ],
  },
  meanAbsoluteError: {
    laws: () => [
      absoluteLaws(),
      lossLaws('meanAbsoluteError', meanAbsoluteError(), { ...differences, ...kinky }),
    ],
  },
  negativeLogProbability: {
    laws: () => [
      logProbabilityLaws(),
      lossLaws('negativeLogProbability', negativeLogProbability(), {
        predictions: classes,
        targets: ofClasses,
      }),
    ],
  },
  sigmoidCrossEntropy: {
    laws: () => [
      sigmoidCrossEntropyLaws(),
      lossLaws('sigmoidCrossEntropy', sigmoidCrossEntropy(), differences),
    ],
  },
  smoothL1: {
    laws: () => [smoothL1Laws(), lossLaws('smoothL1', smoothL1({ beta: 0.5 }), { ...differences, ...kinky })],
  },
  softTargetCrossEntropy: {
    laws: () => [
      softTargetLaws(),
      lossLaws('softTargetCrossEntropy', softTargetCrossEntropy({ labelSmoothing: 0.25 }), {
        predictions: classes,
        targets: classes,
      }),
    ],
  },
  crossEntropy: {
    laws: () => [
      crossEntropyLaws(),
      lossLaws('crossEntropy', crossEntropy(), { predictions: probabilities, targets: tensors([4, 3]) }),
    ],
  },
  l1Penalty: { laws: () => [l1PenaltyLaws()] },
  l2Penalty: { laws: () => [l2PenaltyLaws()] },
  meanSquaredError: {
    laws: () => [
      lossLaws('meanSquaredError', meanSquaredError(), { predictions: scores, targets: tensors([4, 3]) }),
    ],
  },
  negativeLogLikelihood: {
    laws: () => [
      negativeLogLikelihoodLaws(),
      lossLaws('negativeLogLikelihood', negativeLogLikelihood(), {
        predictions: probabilities,
        targets: labels,
      }),
    ],
  },
  softmaxCrossEntropy: {
    laws: () => [
      softmaxCrossEntropyLaws(),
      lossLaws('softmaxCrossEntropy', softmaxCrossEntropy(), { predictions: scores, targets: labels }),
      labelOptionLaws(),
      lossLaws('softmaxCrossEntropy, smoothed', softmaxCrossEntropy({ labelSmoothing: 0.25 }), {
        predictions: classes,
        targets: ofClasses,
      }),
      lossLaws('softmaxCrossEntropy, weighted', softmaxCrossEntropy({ classWeights, ignoreIndex: -1 }), {
        predictions: classes,
        targets: someIgnored,
        coupled: true,
      }),
    ],
  },
  allParams: { reason: 'a filter of parameters, of which laws L1, L2 and L4 of l2Penalty speak' },
  weights: { reason: 'a filter of parameters, of which laws L1 to L3 of l2Penalty speak' },
} as const satisfies Readonly<Record<string, Entry>>

/** The namespace `perExample`. */
export const perExampleCatalogue = {
  absoluteError: {
    laws: () => [
      absoluteLaws(),
      perExampleLaws('absoluteError', perExample.absoluteError(), { ...differences, ...kinky }),
    ],
  },
  cosineEmbedding: {
    laws: () => [
      cosineEmbeddingLaws(),
      perExampleLaws('cosineEmbedding', perExample.cosineEmbedding({ margin: 0.3 }), {
        predictions: vectors,
        targets: signs,
        ...kinky,
        terms: 64,
      }),
    ],
  },
  ctc: {
    laws: () => [perExampleLaws('ctc', perExample.ctc({ zeroInfinity: true }), sequences)],
  },
  dice: {
    laws: () => [diceLaws(), perExampleLaws('dice', perExample.dice({ smooth: 0.5 }), shares)],
  },
  focal: {
    laws: () => [
      focalLaws(),
      perExampleLaws('focal', perExample.focal({ gamma: 1.5, alpha: 0.75 }), {
        ...shares,
        predictions: offKinks as fc.Arbitrary<Tensor>,
        terms: 64,
      }),
    ],
  },
  gaussianNegativeLogLikelihood: {
    laws: () => [
      gaussianNegativeLogLikelihoodLaws(),
      perExampleLaws(
        'gaussianNegativeLogLikelihood',
        perExample.gaussianNegativeLogLikelihood({ full: true }),
        { predictions: meansAndVariances, targets: scores as fc.Arbitrary<Tensor>, terms: 64 },
      ),
    ],
  },
  poissonNegativeLogLikelihood: {
    laws: () => [
      poissonNegativeLogLikelihoodLaws(),
      perExampleLaws(
        'poissonNegativeLogLikelihood, of rates',
        perExample.poissonNegativeLogLikelihood({ logInput: false, full: true }),
        {
          predictions: probabilities as fc.Arbitrary<Tensor>,
          targets: probabilities as fc.Arbitrary<Tensor>,
        },
      ),
    ],
  },
  quantile: {
    laws: () => [
      quantileLaws(),
      perExampleLaws('quantile', perExample.quantile(), { ...differences, ...kinky }),
    ],
  },
  triplet: {
    laws: () => [
      tripletLaws(),
      perExampleLaws('triplet', perExample.triplet({ ...wideMargin, swap: true }), {
        predictions: triples,
        targets: noTargets,
        ...kinky,
        terms: 64,
      }),
    ],
  },
  hinge: {
    laws: () => [
      hingeLaws(),
      perExampleLaws('hinge, squared', perExample.hinge({ ...offMargin, power: 2 }), { ...apart, ...kinky }),
    ],
  },
  huber: {
    laws: () => [
      huberLaws(),
      perExampleLaws('huber', perExample.huber({ delta: 0.5 }), { ...differences, ...kinky }),
    ],
  },
  klDivergence: {
    laws: () => [
      klDivergenceLaws(),
      perExampleLaws('klDivergence', perExample.klDivergence({ logTargets: true }), matrices),
    ],
  },
  mean: {
    laws: () => [reductionLaws()],
  },
  negativeLogProbability: {
    laws: () => [
      logProbabilityLaws(),
      perExampleLaws(
        'negativeLogProbability',
        perExample.negativeLogProbability({ classWeights, ignoreIndex: -1 }),
        { predictions: classes, targets: someIgnored },
      ),
    ],
  },
  sigmoidCrossEntropy: {
    laws: () => [
      sigmoidCrossEntropyLaws(),
      perExampleLaws('sigmoidCrossEntropy', perExample.sigmoidCrossEntropy(), differences),
    ],
  },
  smoothL1: {
    laws: () => [
      smoothL1Laws(),
      perExampleLaws('smoothL1', perExample.smoothL1(), { ...differences, ...kinky }),
    ],
  },
  softmaxCrossEntropy: {
    laws: () => [
      labelOptionLaws(),
      perExampleLaws(
        'softmaxCrossEntropy',
        perExample.softmaxCrossEntropy({ classWeights, labelSmoothing: 0.25, ignoreIndex: -1 }),
        { predictions: classes, targets: someIgnored },
      ),
    ],
  },
  softTargetCrossEntropy: {
    laws: () => [
      softTargetLaws(),
      perExampleLaws('softTargetCrossEntropy', perExample.softTargetCrossEntropy({ classWeights }), {
        predictions: classes,
        targets: classes,
      }),
    ],
  },
  squaredError: {
    laws: () => [reductionLaws(), perExampleLaws('squaredError', perExample.squaredError(), matrices)],
  },
  sum: {
    laws: () => [reductionLaws()],
  },
} as const satisfies Entries<typeof perExample>
