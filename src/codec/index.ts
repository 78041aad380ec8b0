/**
 * io-ts codecs for what comes from outside.
 *
 * @module
 */
export { finiteFromString, integerFromString } from './numberFromString.ts'
export { type FieldsOf, row } from './row.ts'
