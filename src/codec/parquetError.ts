/**
 * Errors in a Parquet file: each says which column, which row, and how to mend it.
 *
 * @module
 */

import { needs } from '../tensor/contract/index.ts'
import { anyText, type Cases } from './contract.ts'

/**
 * A reason why a Parquet file, or a column of it, could not be read.
 *
 * @category Errors
 * @since 0.1.0
 */
export type ParquetError =
  /** The package that reads such files is not installed. */
  | { readonly _tag: 'ParquetReaderMissing'; readonly reason: string }
  /** The bytes are not a Parquet file, or one that cannot be read. */
  | { readonly _tag: 'BadParquet'; readonly reason: string }
  | { readonly _tag: 'ParquetColumnMissing'; readonly column: string; readonly columns: readonly string[] }
  /** A column of a type that tensors do not have. */
  | { readonly _tag: 'ParquetColumnUnsupported'; readonly column: string; readonly found: string }
  /** A value that is missing, or an integer that i32 does not hold. */
  | {
      readonly _tag: 'ParquetValue'
      readonly column: string
      /** Counted from 0. */
      readonly row: number
      readonly found: string
    }

/** What the cases have besides the path. */
export const parquetCases = {
  ParquetReaderMissing: { reason: anyText },
  BadParquet: { reason: anyText },
  ParquetColumnMissing: { column: anyText, columns: needs.listOf(anyText, 'names') },
  ParquetColumnUnsupported: { column: anyText, found: anyText },
  ParquetValue: { column: anyText, row: needs.count, found: anyText },
} as const satisfies Cases<ParquetError>

/** What is wrong, and how to mend it. */
export const parquetSentence = (error: ParquetError): string => {
  switch (error._tag) {
    case 'ParquetReaderMissing':
      return `Parquet is read by the package hyparquet, which is not there (${error.reason}). Run \`npm install hyparquet\`.`
    case 'BadParquet':
      return `the file cannot be read as Parquet (${error.reason}). Get an intact copy, or write it uncompressed or with Snappy.`
    case 'ParquetColumnMissing':
      return `there is no column '${error.column}', but ${error.columns.map(name => `'${name}'`).join(', ') || 'none'}. Check the name.`
    case 'ParquetColumnUnsupported':
      return (
        `column '${error.column}' is ${error.found}, and tensors hold numbers and truth values only. Leave it out, { columns }, or ` +
        'write it as numbers.'
      )
    case 'ParquetValue':
      return (
        `column '${error.column}', row ${error.row}, is ${error.found}. Fill in or leave out such rows, or write the column as float64, ` +
        'where NaN stands for what is missing.'
      )
  }
}
