/**
 * Laws by name: what each layer, loss, optimiser, schedule, metric and initialiser of this library is, for authors of one of
 * their own. Each takes another implementation, as a function of the same options, and this library's where none is given.
 *
 * @module
 */

export { orthogonalLaws, truncatedNormalLaws, varianceScalingLaws } from '../initialiser/spread.ts'
export { infoNceLaws, tripletLaws } from '../loss/contrast.ts'
export { cosineEmbeddingLaws } from '../loss/cosineEmbedding.ts'
export { crossEntropyLaws, negativeLogLikelihoodLaws, softmaxCrossEntropyLaws } from '../loss/crossEntropy.ts'
export { ctcLaws } from '../loss/ctc.ts'
export { absoluteLaws, huberLaws, smoothL1Laws, squaredLaws } from '../loss/differences.ts'
export { klDivergenceLaws, sigmoidCrossEntropyLaws } from '../loss/distributions.ts'
export { hingeLaws } from '../loss/hinge.ts'
export { labelOptionLaws, logProbabilityLaws, softTargetLaws } from '../loss/labels.ts'
export {
  diceLaws,
  focalLaws,
  gaussianNegativeLogLikelihoodLaws,
  poissonNegativeLogLikelihoodLaws,
  quantileLaws,
} from '../loss/likelihoods.ts'
export { l1PenaltyLaws, l2PenaltyLaws } from '../loss/penalty.ts'
export { reductionLaws } from '../loss/reduction.ts'
export { accuracyLaws, classificationLaws, classifierMetricLaws, logLossLaws } from '../metric/metric.ts'
export { r2Laws, rocAucLaws } from '../metric/numbers.ts'
export { adamLaws } from '../optimiser/adam.ts'
export {
  adabeliefLaws,
  adamaxLaws,
  adamwLaws,
  amsgradLaws,
  nadamLaws,
  radamLaws,
} from '../optimiser/adamFamily.ts'
export { adadeltaLaws, adagradLaws, rmspropLaws } from '../optimiser/adaptive.ts'
export { chainLaws } from '../optimiser/chain.ts'
export { clipByGlobalNormLaws, clipByNormLaws, clipByValueLaws, decayLaws } from '../optimiser/clip.ts'
export { momentumLaws, nesterovLaws, sgdLaws } from '../optimiser/descent.ts'
export { lambLaws, larsLaws, lionLaws, rpropLaws } from '../optimiser/signs.ts'
export {
  accumulateLaws,
  averageLaws,
  lookaheadLaws,
  partitionLaws,
  skipLaws,
} from '../optimiser/wrappers.ts'
export { permutationLaws } from '../random/permutation.ts'
export { cosineLaws, restartsLaws } from '../schedule/cosine.ts'
export { exponentialLaws, linearLaws, polynomialLaws } from '../schedule/decay.ts'
export { oneCycleLaws } from '../schedule/oneCycle.ts'
export { joinLaws, piecewiseLaws } from '../schedule/piecewise.ts'
export { constantScheduleLaws, stepScheduleLaws } from '../schedule/schedule.ts'
export { withPullbackLaws } from '../smooth/withPullback.ts'
export * from './named/activations.ts'
export * from './named/combinators.ts'
export * from './named/normalisation.ts'
export * from './named/sequences.ts'
export * from './named/shapes.ts'
export * from './named/windows.ts'
