/**
 * Losses.
 *
 * @module
 */
export type { CosineEmbeddingOptions, PairLabels, Vectors } from './cosineEmbedding.ts'
export { negativeLogProbability, softTargetCrossEntropy } from './crossEntropies.ts'
export { crossEntropy } from './crossEntropy.ts'
export type { CtcOptions } from './ctc.ts'
export type { CtcTargets } from './ctcTargets.ts'
export type { DiceOptions } from './dice.ts'
export type { HuberOptions, SmoothL1Options } from './differences.ts'
export type { KlDivergenceOptions } from './distributions.ts'
export type { FocalOptions } from './focal.ts'
export type { GaussianOptions, MeanAndVariance } from './gaussianNegativeLogLikelihood.ts'
export type { HingeOptions } from './hinge.ts'
export { type InfoNceOptions, infoNce } from './infoNce.ts'
export { l1Penalty } from './l1Penalty.ts'
export { l2Penalty } from './l2Penalty.ts'
export type { ClassOptions, ClassScores, LabelOptions, Labels } from './labelled.ts'
export type { Loss } from './loss.ts'
export { ctc } from './meanCtc.ts'
export { meanSquaredError } from './meanSquaredError.ts'
export {
  cosineEmbedding,
  dice,
  focal,
  gaussianNegativeLogLikelihood,
  hinge,
  huber,
  klDivergence,
  meanAbsoluteError,
  poissonNegativeLogLikelihood,
  quantile,
  sigmoidCrossEntropy,
  smoothL1,
  triplet,
} from './means.ts'
export { type NegativeLogLikelihoodOptions, negativeLogLikelihood } from './negativeLogLikelihood.ts'
export type { PoissonOptions } from './poissonNegativeLogLikelihood.ts'
export type { QuantileOptions } from './quantile.ts'
export { type SoftmaxCrossEntropy, softmaxCrossEntropy } from './softmaxCrossEntropy.ts'
export type { TripletOptions, Triplets } from './triplet.ts'
