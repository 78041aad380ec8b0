/**
 * Randomness as functions of keys.
 *
 * @module
 */
export { categorical } from './categorical.ts'
export { type ChoiceOptions, choice } from './choice.ts'
export { exponential } from './exponential.ts'
export { beta, dirichlet, gamma } from './gamma.ts'
export { gumbel } from './gumbel.ts'
export { type IntegerOptions, integers } from './integers.ts'
export { foldIn, type Key, key, split } from './key.ts'
export { laplace } from './laplace.ts'
export { type MultivariateNormalOptions, multivariateNormal } from './multivariateNormal.ts'
export type { Parameter } from './parameter.ts'
export { permutation } from './permutation.ts'
export { poisson } from './poisson.ts'
export { bernoulli, normal, type SampleOptions, uniform } from './sample.ts'
export { type TruncatedNormalSampleOptions, truncatedNormal } from './truncatedNormal.ts'
