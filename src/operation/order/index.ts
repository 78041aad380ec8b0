/**
 * Order along an axis.
 *
 * @module
 */
export { argsort, type OrderOptions, sort, type TopK, topK } from './sort.ts'
