/**
 * Tables from CSV files, row by row.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type CsvTable, csvReader, tableArgument } from '../codec/csv.ts'
import { takes } from '../tensor/contract/index.ts'
import type { FileOptions } from './byteFile.ts'
import { fileEntries, path } from './contract.ts'
import type { DataError } from './dataError.ts'
import { DataFailure } from './dataFailure.ts'
import { textOf } from './textFile.ts'

/**
 * What a CSV file is expected to hold, how it is written, and what is allowed of it.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface CsvOptions<A> extends CsvTable<A>, FileOptions {}

const fileAndTable = { path, options: tableArgument(fileEntries) }

async function* rowsOf<A>(
  path: string,
  options: CsvOptions<A>,
): AsyncGenerator<Either<DataError, A>, undefined> {
  const reader = csvReader(options)
  function* named(outcomes: ReturnType<typeof reader.end>): Generator<Either<DataError, A>> {
    for (const outcome of outcomes) yield isLeft(outcome) ? left({ ...outcome.left, path }) : outcome
  }
  try {
    for await (const text of textOf(path, options))
      for (const outcome of named(reader.take(text))) {
        yield outcome
        if (isLeft(outcome)) return
      }
    yield* named(reader.end())
  } catch (cause) {
    if (!(cause instanceof DataFailure)) throw cause
    yield left(cause.error)
  }
}

/**
 * The rows of a CSV file, one at a time, as they are read: memory holds a piece of the file, never all of it. The first
 * error ends the iteration, as the only `left`.
 *
 * Takes UTF-8 text, with or without a byte-order mark, plain or (if the name ends in .gz) compressed with gzip, written as
 * `decodeCsv` tells.
 *
 * @throws ArgumentError unless it is given a path, and options that there are.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { finiteFromString, integerFromString, row, streamCsv } from 'pullback/node'
 *
 * const points = { columns: ['x', 'class'], row: row(finiteFromString, integerFromString(0, 2)) }
 * for await (const point of streamCsv('points.csv', points)) if (isRight(point)) console.log(point.right)
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const streamCsv = takes('streamCsv', fileAndTable, () => rowsOf)

/**
 * All rows of a CSV file, or the first error: one task, which reads the file when it is run. It takes what
 * `streamCsv` does.
 *
 * @throws ArgumentError unless it is given a path, and options that there are.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { finiteFromString, integerFromString, readCsv, row, showDataError } from 'pullback/node'
 *
 * const points = { columns: ['x', 'class'], row: row(finiteFromString, integerFromString(0, 2)) }
 * const rows = await readCsv('points.csv', points)()
 * if (isLeft(rows)) console.error(showDataError(rows.left))
 * // points.csv, line 7, column 2 (class): '3' is not an integer from 0 to 2. Mend the field, or its codec.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readCsv = takes('readCsv', fileAndTable, () => allRowsOf)

const allRowsOf =
  <A>(path: string, options: CsvOptions<A>): TaskEither<DataError, readonly A[]> =>
  async () => {
    const rows: A[] = []
    for await (const row of rowsOf(path, options)) {
      if (isLeft(row)) return row
      rows.push(row.right)
    }
    return right(rows)
  }
