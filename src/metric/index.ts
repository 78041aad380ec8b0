/**
 * How good predictions are, for people to read: unlike losses, metrics are not differentiated.
 *
 * @module
 */
export { accuracy } from './accuracy.ts'
export { confusionMatrix } from './confusionMatrix.ts'
