/**
 * Order along an axis.
 *
 * @module
 */
export { argsort, type OrderOptions, sort, topK, type TopK } from './sort.ts'
