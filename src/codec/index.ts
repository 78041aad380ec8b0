/**
 * io-ts codecs for what comes from outside.
 *
 * @module
 */
export { type ArrayPattern, type Fitting, fitting, type ShapeOf } from './arrayPattern.ts'
export {
  type ArrayFormat,
  type FormatError,
  ShowFormatError,
  type SizePattern,
  showFormatError,
} from './formatError.ts'
export { decodeIdx, encodeIdx } from './idx.ts'
export { decodeNpy, encodeNpy } from './npy.ts'
export { finiteFromString, integerFromString } from './numberFromString.ts'
export { type FieldsOf, row } from './row.ts'
