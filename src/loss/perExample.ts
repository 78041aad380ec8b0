/**
 * Losses before they are added up, with a number for each example or element, and the two ways to add them up.
 *
 * @module
 */
export { cosineEmbedding } from './cosineEmbedding.ts'
export { ctc } from './ctc.ts'
export { dice } from './dice.ts'
export { absoluteError, huber, smoothL1, squaredError } from './differences.ts'
export { klDivergence, sigmoidCrossEntropy } from './distributions.ts'
export { focal } from './focal.ts'
export { gaussianNegativeLogLikelihood } from './gaussianNegativeLogLikelihood.ts'
export { hinge } from './hinge.ts'
export { negativeLogProbability, softmaxCrossEntropy, softTargetCrossEntropy } from './labelled.ts'
export { poissonNegativeLogLikelihood } from './poissonNegativeLogLikelihood.ts'
export { quantile } from './quantile.ts'
export { mean, type PerExample, sum } from './reduction.ts'
export { triplet } from './triplet.ts'
