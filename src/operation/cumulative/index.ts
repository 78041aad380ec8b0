/**
 * Cumulative operations along an axis.
 *
 * @module
 */
export { type Along, cumMax, cumProd, cumSum, logCumSumExp } from './cumulative.ts'
