/**
 * Randomness as functions of keys.
 *
 * @module
 */
export { foldIn, type Key, key, split } from './key.ts'
export { permutation } from './permutation.ts'
export { bernoulli, normal, type SampleOptions, uniform } from './sample.ts'
