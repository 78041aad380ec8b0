/**
 * Losses with their laws.
 *
 * @module
 */
import type fc from 'fast-check'
import {
  cosineEmbedding,
  crossEntropy,
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
  negativeLogLikelihood,
  negativeLogProbability,
  poissonNegativeLogLikelihood,
  quantile,
  sigmoidCrossEntropy,
  smoothL1,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  type Tensor,
  triplet,
} from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { infoNceLaws, tripletLaws } from '../loss/contrast.ts'
import { cosineEmbeddingLaws } from '../loss/cosineEmbedding.ts'
import { crossEntropyLaws, negativeLogLikelihoodLaws, softmaxCrossEntropyLaws } from '../loss/crossEntropy.ts'
import { ctcLaws } from '../loss/ctc.ts'
import { absoluteLaws, huberLaws, smoothL1Laws, squaredLaws } from '../loss/differences.ts'
import { klDivergenceLaws, sigmoidCrossEntropyLaws } from '../loss/distributions.ts'
import { hingeLaws } from '../loss/hinge.ts'
import { labelOptionLaws, logProbabilityLaws, softTargetLaws } from '../loss/labels.ts'
import {
  diceLaws,
  focalLaws,
  gaussianNegativeLogLikelihoodLaws,
  poissonNegativeLogLikelihoodLaws,
  quantileLaws,
} from '../loss/likelihoods.ts'
import { lossLaws } from '../loss/loss.ts'
import { l1PenaltyLaws, l2PenaltyLaws } from '../loss/penalty.ts'
import type { Entry } from './entry.ts'
import {
  apart,
  classes,
  classWeights,
  differences,
  kinky,
  labels,
  logarithms,
  matrices,
  meansAndVariances,
  noTargets,
  ofClasses,
  offKinks,
  offMargin,
  probabilities,
  scores,
  sequences,
  shares,
  signs,
  someIgnored,
  triples,
  vectors,
  wideMargin,
} from './lossSamples.ts'

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
      squaredLaws(),
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
