/**
 * Losses.
 *
 * @module
 */
export { crossEntropy } from './crossEntropy.ts'
export { l2Penalty } from './l2Penalty.ts'
export type { Loss } from './loss.ts'
export { meanSquaredError } from './meanSquaredError.ts'
export { type NegativeLogLikelihoodOptions, negativeLogLikelihood } from './negativeLogLikelihood.ts'
export { softmaxCrossEntropy } from './softmaxCrossEntropy.ts'
