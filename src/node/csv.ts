/**
 * Tables from CSV files, row by row.
 *
 * @module
 */
import { pipeline } from 'node:stream'
import { type CsvError, type Info, parse } from 'csv-parse'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type * as t from 'io-ts'
import { type FileOptions, requireFileOptions } from './byteFile.ts'
import type { DataError } from './dataError.ts'
import { DataFailure } from './dataFailure.ts'
import { requirePath } from './path.ts'
import { textOf } from './textFile.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** What a CSV file is expected to hold. */
export interface CsvOptions<A> extends FileOptions {
  /** The names of the columns, in order: every row must have exactly as many fields. */
  readonly columns: readonly string[]
  /** What a row is decoded with: it is given the list of fields, as `row` makes it. */
  readonly row: t.Decoder<unknown, A>
  /** Whether the first line has the names of the columns; then it must have exactly these. False unless told. */
  readonly header?: boolean
}

interface Line {
  readonly record: readonly string[]
  readonly info: Info
}

/** How long a row may be, in characters, so that a file without line ends does not fill the memory. */
const longestRow = 2 ** 20

// -------------------------------------------------------------------------------------
// lines
// -------------------------------------------------------------------------------------

async function* linesOf(path: string, options: FileOptions): AsyncGenerator<Line> {
  const parser = parse({
    bom: true,
    info: true,
    // Counted here, so that each row's error names its place.
    relax_column_count: true,
    max_record_size: longestRow,
  })
  try {
    // Iterating the last stream of a pipeline tells its errors; the callback would tell them a second time.
    for await (const line of pipeline(textOf(path, options), parser, () => undefined)) yield line as Line
  } catch (cause) {
    if (cause instanceof DataFailure) throw cause
    const { code, message, lines } = cause as CsvError & { readonly lines?: number }
    const reason =
      code === 'CSV_MAX_RECORD_SIZE' ? `the row is longer than ${longestRow} characters` : message
    throw new DataFailure({ _tag: 'CsvMalformed', path, line: Number(lines ?? 0), reason })
  }
}

// -------------------------------------------------------------------------------------
// rows
// -------------------------------------------------------------------------------------

const checkHeader = (
  path: string,
  columns: readonly string[],
  header: readonly string[],
): DataError | null => {
  if (header.length !== columns.length)
    return { _tag: 'WrongColumnCount', path, line: 1, expected: columns.length, found: header.length }
  const i = columns.findIndex((name, j) => name !== header[j])
  return i === -1
    ? null
    : { _tag: 'WrongHeader', path, column: i + 1, expected: columns[i]!, found: header[i]! }
}

const rowError = (path: string, line: number, columns: readonly string[], errors: t.Errors): DataError => {
  const first = errors[0]
  const reason = first?.message ?? `'${String(first?.value)}' is not ${first?.context.at(-1)?.type.name}`
  // The root of the context is the row; the next entry, if any, names the field by its position.
  const position = Number(first?.context[1]?.key || Number.NaN)
  return Number.isInteger(position) && columns[position] !== undefined
    ? { _tag: 'BadField', path, line, column: position + 1, name: columns[position], reason }
    : { _tag: 'BadRow', path, line, reason }
}

/**
 * The rows of a CSV file, one at a time, as they are read: memory holds a piece of the file, never all of it. The first
 * error ends the iteration, as the only `left`.
 *
 * Takes UTF-8 text, with or without a byte-order mark, plain or (if the name ends in .gz) compressed with gzip. Fields may
 * be quoted (RFC 4180). Blank lines are rows with too few columns.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { finiteFromString, integerFromString, row, streamCsv } from 'pullback/node'
 *
 * const points = { columns: ['x', 'class'], row: row(finiteFromString, integerFromString(0, 2)) }
 * for await (const point of streamCsv('points.csv', points)) if (isRight(point)) console.log(point.right)
 */
export const streamCsv = <A>(
  path: string,
  options: CsvOptions<A>,
): AsyncGenerator<Either<DataError, A>, undefined> => {
  requirePath('streamCsv', path)
  requireFileOptions('streamCsv', options, { columns: true, row: true, header: true })
  return rowsOf(path, options)
}

async function* rowsOf<A>(
  path: string,
  { columns, row, header = false, ...options }: CsvOptions<A>,
): AsyncGenerator<Either<DataError, A>, undefined> {
  try {
    let rows = 0
    let expectHeader = header
    for await (const { record, info } of linesOf(path, options)) {
      if (expectHeader) {
        expectHeader = false
        const error = checkHeader(path, columns, record)
        if (error !== null) return void (yield left(error))
        continue
      }
      const line = info.lines
      if (record.length !== columns.length) {
        const [expected, found] = [columns.length, record.length]
        return void (yield left({ _tag: 'WrongColumnCount', path, line, expected, found }))
      }
      const decoded = row.decode(record)
      if (isLeft(decoded)) return void (yield left(rowError(path, line, columns, decoded.left)))
      rows += 1
      yield right(decoded.right)
    }
    if (rows === 0) yield left({ _tag: 'FileEmpty', path })
  } catch (cause) {
    if (!(cause instanceof DataFailure)) throw cause
    yield left(cause.error)
  }
}

/**
 * All rows of a CSV file, or the first error: one task, which reads the file when it is run. What it takes is told at
 * `streamCsv`.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { finiteFromString, integerFromString, readCsv, row, showDataError } from 'pullback/node'
 *
 * const points = { columns: ['x', 'class'], row: row(finiteFromString, integerFromString(0, 2)) }
 * const rows = await readCsv('points.csv', points)()
 * if (isLeft(rows)) console.error(showDataError(rows.left))
 * // points.csv, line 7, column 2 (class): '3' is not an integer from 0 to 2. Mend the field, or its codec.
 */
export const readCsv = <A>(path: string, options: CsvOptions<A>): TaskEither<DataError, readonly A[]> => {
  requirePath('readCsv', path)
  requireFileOptions('readCsv', options, { columns: true, row: true, header: true })
  return async () => {
    const rows: A[] = []
    for await (const row of streamCsv(path, options)) {
      if (isLeft(row)) return row
      rows.push(row.right)
    }
    return right(rows)
  }
}
