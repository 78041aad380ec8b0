/**
 * Losses before they are added up, with a number for each example or element, and the two ways to add them up.
 *
 * @module
 */
export { cosineEmbedding } from './cosineEmbedding.ts'
export { absoluteError, huber, smoothL1, squaredError } from './differences.ts'
export { klDivergence, sigmoidCrossEntropy } from './distributions.ts'
export { hinge } from './hinge.ts'
export { negativeLogProbability, softmaxCrossEntropy, softTargetCrossEntropy } from './labelled.ts'
export { mean, type PerExample, sum } from './reduction.ts'
