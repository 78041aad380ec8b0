/**
 * pullback/codec: decoders of what comes from outside as bytes or text, in any host: arrays in npy, npz and IDX, tables in CSV.
 *
 * @module
 */
export { type ArrayPattern, type Fitting, fitting, type ShapeOf } from './arrayPattern.ts'
export { type CsvTable, decodeCsv } from './csv.ts'
export { type CsvError, ShowCsvError, showCsvError } from './csvError.ts'
export type { CsvDialect } from './csvRecords.ts'
export {
  type ArrayFormat,
  type FormatError,
  ShowFormatError,
  type SizePattern,
  showFormatError,
} from './formatError.ts'
export { decodeIdx, encodeIdx } from './idx.ts'
export { labelFromString } from './labelFromString.ts'
export { decodeNpy, encodeNpy } from './npy.ts'
export {
  type ArrayPatterns,
  decodeNpz,
  encodeNpz,
  type FittingAll,
  type NpzError,
  type NpzPattern,
  showNpzError,
  type WriteNpzOptions,
} from './npz.ts'
export { finiteFromString, finiteWithComma, integerFromString } from './numberFromString.ts'
export { type MissingOptions, orMissing } from './orMissing.ts'
export { type FieldsOf, row } from './row.ts'
