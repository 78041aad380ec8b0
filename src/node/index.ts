/**
 * pullback/node: what needs Node's files. Reads tables from CSV files and decodes them row by row.
 *
 * @module
 */
export { type FieldsOf, finiteFromString, integerFromString, row } from '../codec/index.ts'
export { type CsvOptions, readCsv, streamCsv } from './csv.ts'
export { type DataError, ShowDataError, showDataError } from './dataError.ts'
