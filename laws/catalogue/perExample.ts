/**
 * Losses of single examples, the namespace `perExample`, with their laws.
 *
 * @module
 */
import type fc from 'fast-check'
import { perExample, type Tensor } from '../../src/index.ts'
import { tripletLaws } from '../loss/contrast.ts'
import { cosineEmbeddingLaws } from '../loss/cosineEmbedding.ts'
import { absoluteLaws, huberLaws, smoothL1Laws } from '../loss/differences.ts'
import { klDivergenceLaws, sigmoidCrossEntropyLaws } from '../loss/distributions.ts'
import { perExampleLaws } from '../loss/each.ts'
import { hingeLaws } from '../loss/hinge.ts'
import { labelOptionLaws, logProbabilityLaws, softTargetLaws } from '../loss/labels.ts'
import {
  diceLaws,
  focalLaws,
  gaussianNegativeLogLikelihoodLaws,
  poissonNegativeLogLikelihoodLaws,
  quantileLaws,
} from '../loss/likelihoods.ts'
import { reductionLaws } from '../loss/reduction.ts'
import type { Entries } from './entry.ts'
import {
  apart,
  classes,
  classWeights,
  differences,
  kinky,
  matrices,
  meansAndVariances,
  noTargets,
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
