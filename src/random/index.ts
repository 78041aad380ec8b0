/**
 * Randomness as functions of keys.
 *
 * @module
 */
export { exponential } from './exponential.ts'
export { gumbel } from './gumbel.ts'
export { type IntegerOptions, integers } from './integers.ts'
export { foldIn, type Key, key, split } from './key.ts'
export { laplace } from './laplace.ts'
export type { Parameter } from './parameter.ts'
export { permutation } from './permutation.ts'
export { bernoulli, normal, type SampleOptions, uniform } from './sample.ts'
