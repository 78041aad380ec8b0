/**
 * Reductions over axes.
 *
 * @module
 */
export { all, any } from './all.ts'
export { logSumExp } from './logSumExp.ts'
export { mean } from './mean.ts'
export { argmin, min } from './min.ts'
export { prod } from './prod.ts'
export { std, type VarianceOptions, variance } from './variance.ts'
