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
import { lossParts } from './parts.ts'

/** The namespace `perExample`. */
export const perExampleCatalogue = {
  absoluteError: {
    laws: () => [
      lossParts.absoluteError(),
      absoluteLaws(),
      perExampleLaws('absoluteError', perExample.absoluteError(), { ...differences, ...kinky }),
    ],
  },
  cosineEmbedding: {
    laws: () => [
      lossParts.cosineEmbedding(),
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
    laws: () => [lossParts.ctc(), perExampleLaws('ctc', perExample.ctc({ zeroInfinity: true }), sequences)],
  },
  dice: {
    laws: () => [
      lossParts.dice(),
      diceLaws(),
      perExampleLaws('dice', perExample.dice({ smooth: 0.5 }), shares),
    ],
  },
  focal: {
    laws: () => [
      lossParts.focal(),
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
      lossParts.gaussianNegativeLogLikelihood(),
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
      lossParts.poissonNegativeLogLikelihood(),
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
      lossParts.quantile(),
      quantileLaws(),
      perExampleLaws('quantile', perExample.quantile(), { ...differences, ...kinky }),
    ],
  },
  triplet: {
    laws: () => [
      lossParts.triplet(),
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
      lossParts.hinge(),
      hingeLaws(),
      perExampleLaws('hinge, squared', perExample.hinge({ ...offMargin, power: 2 }), { ...apart, ...kinky }),
    ],
  },
  huber: {
    laws: () => [
      lossParts.huber(),
      huberLaws(),
      perExampleLaws('huber', perExample.huber({ delta: 0.5 }), { ...differences, ...kinky }),
    ],
  },
  klDivergence: {
    laws: () => [
      lossParts.klDivergence(),
      klDivergenceLaws(),
      perExampleLaws('klDivergence', perExample.klDivergence({ logTargets: true }), matrices),
    ],
  },
  mean: {
    laws: () => [reductionLaws()],
  },
  negativeLogProbability: {
    laws: () => [
      lossParts.negativeLogProbability(),
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
      lossParts.sigmoidCrossEntropy(),
      sigmoidCrossEntropyLaws(),
      perExampleLaws('sigmoidCrossEntropy', perExample.sigmoidCrossEntropy(), differences),
    ],
  },
  smoothL1: {
    laws: () => [
      lossParts.smoothL1(),
      smoothL1Laws(),
      perExampleLaws('smoothL1', perExample.smoothL1(), { ...differences, ...kinky }),
    ],
  },
  softmaxCrossEntropy: {
    laws: () => [
      lossParts.softmaxCrossEntropy(),
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
      lossParts.softTargetCrossEntropy(),
      softTargetLaws(),
      perExampleLaws('softTargetCrossEntropy', perExample.softTargetCrossEntropy({ classWeights }), {
        predictions: classes,
        targets: classes,
      }),
    ],
  },
  squaredError: {
    laws: () => [
      lossParts.squaredError(),
      reductionLaws(),
      perExampleLaws('squaredError', perExample.squaredError(), matrices),
    ],
  },
  sum: {
    laws: () => [reductionLaws()],
  },
} as const satisfies Entries<typeof perExample>
