/**
 * Losses.
 *
 * @module
 */
export type { PairLabels, CosineEmbeddingOptions, Vectors } from './cosineEmbedding.ts'
export { negativeLogProbability, softTargetCrossEntropy } from './crossEntropies.ts'
export { crossEntropy } from './crossEntropy.ts'
export type { HuberOptions, SmoothL1Options } from './differences.ts'
export type { KlDivergenceOptions } from './distributions.ts'
export type { HingeOptions } from './hinge.ts'
export { l2Penalty } from './l2Penalty.ts'
export type { ClassOptions, ClassScores, LabelOptions, Labels } from './labelled.ts'
export type { Loss } from './loss.ts'
export {
  cosineEmbedding,
  hinge,
  huber,
  klDivergence,
  meanAbsoluteError,
  sigmoidCrossEntropy,
  smoothL1,
} from './means.ts'
export { meanSquaredError } from './meanSquaredError.ts'
export { type NegativeLogLikelihoodOptions, negativeLogLikelihood } from './negativeLogLikelihood.ts'
export { type SoftmaxCrossEntropy, softmaxCrossEntropy } from './softmaxCrossEntropy.ts'
