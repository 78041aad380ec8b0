/**
 * Tables in text, in any dialect, and how a reader's answers about them are compared.
 *
 * @module
 */

import fc, { type Arbitrary } from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { csvReader } from '../../src/codec/csv.ts'
import {
  type CsvTable,
  decodeCsv,
  finiteFromString,
  integerFromString,
  row,
  showCsvError,
} from '../../src/codec/index.ts'
import type { Verdict } from '../law.ts'
import { same } from './samples.ts'

/** A codec of any text, so that rows come back as they are. */
export const anything = new t.Type<string, string, unknown>(
  'a text',
  (x): x is string => typeof x === 'string',
  (x, context) => (typeof x === 'string' ? t.success(x) : t.failure(x, context)),
  String,
)

interface Dialect {
  readonly delimiter: string
  readonly comment: string
  readonly trim: boolean
  readonly end: string
  readonly mark: boolean
  readonly isEnded: boolean
}

export const dialects: Arbitrary<Dialect> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  comment: fc.constantFrom('', '#', '//'),
  trim: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  mark: fc.boolean(),
  isEnded: fc.boolean(),
})

const field = fc
  .array(fc.constantFrom('a', 'b', '1', ' ', ',', ';', '\t', '"', '#', '/', '\n', '\r\n', '.', 'é'), {
    maxLength: 5,
  })
  .map(parts => parts.join(''))

export const tables: Arbitrary<readonly (readonly string[])[]> = fc
  .integer({ min: 2, max: 4 })
  .chain(width =>
    fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
  )

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A field as it may stand: quoted where it has to be, and for every other one also where it need not. */
const written = (text: string, i: number): string =>
  /^[a-z1.é]+$/.test(text) && i % 2 === 0 ? text : quoted(text)

export const linesOf = (
  rows: readonly (readonly string[])[],
  { delimiter, trim }: Dialect,
): readonly string[] =>
  rows.map(fields => fields.map(written).join(trim && delimiter !== '\t' ? `\t ${delimiter} \t` : delimiter))

export const textOf = (lines: readonly string[], { end, mark, isEnded }: Dialect): string =>
  `${mark ? '\ufeff' : ''}${lines.join(end)}${isEnded ? end : ''}`

export const tableOf = (width: number, { delimiter, comment, trim }: Dialect) => ({
  columns: Array.from({ length: width }, (_, i) => `c${i}`),
  row: row(...Array.from({ length: width }, () => anything)),
  ...{ delimiter, comment, trim },
})

type Table = CsvTable<readonly string[]>

export const reads = (table: object, text: string, rows: readonly unknown[]): Verdict => {
  const decoded = decodeCsv(table as Table)(text)
  return same(isRight(decoded) ? decoded.right : showCsvError(decoded.left), rows)
}

export const says = (table: object, text: string, sentence: string): Verdict => {
  const decoded = decodeCsv(table as Table)(text)
  return same(isLeft(decoded) ? showCsvError(decoded.left) : decoded.right, sentence)
}

/** What a reader gives of a text in pieces, up to its first error. */
export const inPieces = (table: object, text: string, cuts: readonly number[]): unknown => {
  const reader = csvReader(table as Table)
  const places = [0, ...cuts.map(cut => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b)
  const found: unknown[] = []
  for (const [i, from] of places.slice(0, -1).entries())
    for (const outcome of reader.take(text.slice(from, places[i + 1]))) found.push(outcome)
  for (const outcome of reader.end()) found.push(outcome)
  return found
}

export const points = { columns: ['x', 'class'], row: row(finiteFromString, integerFromString(0, 2)) }
export const count = fc.integer({ min: 0, max: 6 })
export const many = (n: number): string => '1,2\n'.repeat(n)
