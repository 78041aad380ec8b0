/**
 * Randomness as functions of keys.
 *
 * @module
 */
export { categorical } from './distribution/categorical.ts'
export { type ChoiceOptions, choice } from './distribution/choice.ts'
export { exponential } from './distribution/exponential.ts'
export { beta, dirichlet, gamma } from './distribution/gamma.ts'
export { gumbel } from './distribution/gumbel.ts'
export { type IntegerOptions, integers } from './distribution/integers.ts'
export { laplace } from './distribution/laplace.ts'
export { type MultivariateNormalOptions, multivariateNormal } from './distribution/multivariateNormal.ts'
export type { Parameter } from './distribution/parameter.ts'
export { permutation } from './distribution/permutation.ts'
export { poisson } from './distribution/poisson.ts'
export { bernoulli, normal, type SampleOptions, uniform } from './distribution/sample.ts'
export { type TruncatedNormalSampleOptions, truncatedNormal } from './distribution/truncatedNormal.ts'
export { foldIn, type Key, key, split } from './key.ts'
