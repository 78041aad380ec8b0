/**
 * Errors in a table as text: a sum of cases, each of which says what, where and how to mend it.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { needs, takes } from '../tensor/contract/index.ts'
import { anyText, type Cases, errorOf, texts } from './contract.ts'

/**
 * A reason why text is not a table, or another table than was wanted. Lines, and columns of the table, count from 1.
 *
 * @category Errors
 * @since 0.1.0
 */
export type CsvError =
  /** There are no rows. */
  | { readonly _tag: 'FileEmpty' }
  /** The quotes do not fit together, or a row is too long. `character` is the place in the line. */
  | {
      readonly _tag: 'CsvMalformed'
      readonly line: number
      readonly character: number
      readonly reason: string
    }
  /** The header has other names than the columns. */
  | {
      readonly _tag: 'WrongHeader'
      readonly line: number
      readonly column: number
      readonly expected: string
      readonly found: string
    }
  /** A column that is looked for by its name, which the header does not have. */
  | {
      readonly _tag: 'ColumnMissing'
      readonly line: number
      readonly name: string
      readonly found: readonly string[]
    }
  /** A name that the header has more than once, so that it does not say which column is meant. */
  | { readonly _tag: 'ColumnTwice'; readonly line: number; readonly name: string }
  | {
      readonly _tag: 'WrongColumnCount'
      readonly line: number
      readonly expected: number
      readonly found: number
    }
  /** A field that does not decode. */
  | {
      readonly _tag: 'BadField'
      readonly line: number
      readonly column: number
      readonly name: string
      readonly reason: string
    }
  /** A row whose fields decode one by one, but not together. */
  | { readonly _tag: 'BadRow'; readonly line: number; readonly reason: string }

const sentence = (error: CsvError): string => {
  switch (error._tag) {
    case 'FileEmpty':
      return 'the file has no data. Get a complete copy.'
    case 'CsvMalformed':
      return `${error.reason}. Quote fields as "..." and double the quotes within.`
    case 'WrongHeader':
      return `the header has '${error.found}' where '${error.expected}' is needed. Name the columns as the file does.`
    case 'ColumnMissing':
      return (
        `the header has no column '${error.name}', only ${error.found.map(name => `'${name}'`).join(', ')}. Check the ` +
        'name and the delimiter.'
      )
    case 'ColumnTwice':
      return `the header has more than one column '${error.name}'. Rename one of them, or list all columns.`
    case 'WrongColumnCount': {
      const kind = error.found < error.expected ? 'missing' : 'extra'
      const difference = Math.abs(error.found - error.expected)
      return (
        `the row has ${error.found} columns instead of ${error.expected}: ${difference} ${kind}. ` +
        'Mend the line, or the list of columns.'
      )
    }
    case 'BadField':
      return `${error.reason}. Mend the field, or its codec.`
    case 'BadRow':
      return `${error.reason}. Mend the row, or its codec.`
  }
}

/** Where in the text an error is, as `line 3, column 2 (class)`; empty where there is no one place. */
export const csvPlace = (error: CsvError): string => {
  switch (error._tag) {
    case 'FileEmpty':
      return ''
    case 'BadField':
      return `line ${error.line}, column ${error.column} (${error.name})`
    case 'WrongHeader':
      return `line ${error.line}, column ${error.column}`
    case 'CsvMalformed':
      return `line ${error.line}, character ${error.character}`
    default:
      return `line ${error.line}`
  }
}

/** What is wrong and how to mend it, without the place. */
export const csvSentence = sentence

const line = needs.number

/** What each case has. */
export const csvCases: Cases<CsvError> = {
  FileEmpty: {},
  CsvMalformed: { line, character: needs.number, reason: anyText },
  WrongHeader: { line, column: needs.number, expected: anyText, found: anyText },
  ColumnMissing: { line, name: anyText, found: texts },
  ColumnTwice: { line, name: anyText },
  WrongColumnCount: { line, expected: needs.number, found: needs.number },
  BadField: { line, column: needs.number, name: anyText, reason: anyText },
  BadRow: { line, reason: anyText },
}

/**
 * A CSV error in one line: the place, what is wrong there and how to mend it.
 *
 * @category Errors
 * @since 0.1.0
 */
export const showCsvError = takes('showCsvError', { error: errorOf(csvCases, 'decodeCsv') }, () => lineOf)

const lineOf = (error: CsvError): string =>
  [csvPlace(error), sentence(error)].filter(part => part !== '').join(': ')

/**
 * Shows CSV errors: the fp-ts instance of `showCsvError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowCsvError: Show<CsvError> = { show: showCsvError }
