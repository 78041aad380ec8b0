/**
 * Data sets and their preparation.
 *
 * @module
 */
export { countRows, type WithRows } from './dataset.ts'
export { type OneHotOptions, oneHot } from './oneHot.ts'
export { type Standardisation, standardisation, standardise, unstandardise } from './standardise.ts'
export { takeRows } from './takeRows.ts'
export { type Split, type SplitOptions, trainTestSplit } from './trainTestSplit.ts'
