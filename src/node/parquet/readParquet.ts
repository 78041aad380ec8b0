/**
 * Columns of Parquet files, by the package hyparquet.
 *
 * @module
 */
import { stat } from 'node:fs/promises'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { byteCount, texts } from '../../codec/contract.ts'
import type { ParquetError } from '../../codec/parquetError.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { allocate, type DType, type Elements, mostElements } from '../../tensor/dtype.ts'
import { type AnyTensor, unsafeFromElements } from '../../tensor/tensor.ts'
import { path } from '../contract.ts'
import type { DataError } from '../dataError.ts'
import { caught, DataFailure } from '../dataFailure.ts'
import { readFailure } from '../storedBytes.ts'

/** A part of a schema, as hyparquet gives it: parts follow each other, each before its children. */
interface SchemaElement {
  readonly name: string
  readonly type?: string
  readonly repetition_type?: string
  readonly num_children?: number
  readonly converted_type?: string
  readonly logical_type?: { readonly type: string }
}

/**
 * What of the package hyparquet is used.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface Hyparquet {
  readonly asyncBufferFromFile: (path: string) => Promise<object>
  parquetMetadataAsync(
    file: object,
  ): Promise<{ readonly schema: readonly SchemaElement[]; readonly num_rows: bigint }>
  parquetRead(options: object): Promise<void>
}

/**
 * What is wanted of a Parquet file, and what is allowed of it.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface ParquetOptions {
  /** The columns to read. Defaults to all. */
  readonly columns?: readonly string[]
  /** How many bytes the tensors may have, all together. Defaults to 2³⁰. */
  readonly maxBytes?: number
  /** Loads hyparquet. */
  readonly load?: () => Promise<Hyparquet>
}

const loadHyparquet = async (): Promise<Hyparquet> => {
  const loaded: object = await import('hyparquet')
  return loaded as Hyparquet
}

const dtypes: { readonly [type: string]: DType } = {
  FLOAT: 'f32',
  DOUBLE: 'f64',
  INT32: 'i32',
  INT64: 'i32',
  BOOLEAN: 'u8',
}

const integers = /^(U?INT_(8|16|32|64))$/

/** The element type of a column, or what it is instead. */
const dtypeOf = (column: SchemaElement): Either<string, DType> => {
  const { type, converted_type: converted, logical_type: logical } = column
  const said = converted ?? (logical === undefined || logical.type === 'INTEGER' ? undefined : logical.type)
  if (column.num_children !== undefined || type === undefined) return left('nested')
  if (column.repetition_type === 'REPEATED') return left('a list in each row')
  const dtype = dtypes[type]
  if (dtype === undefined || (said !== undefined && !integers.test(said)))
    return left(said === undefined ? type : `${said} (${type})`)
  return right(converted === 'UINT_8' ? 'u8' : dtype)
}

/** The columns of a schema: the children of its first part, without theirs. */
const columnsOf = (schema: readonly SchemaElement[]): readonly SchemaElement[] => {
  const columns: SchemaElement[] = []
  const end = (at: number): number => {
    let next = at + 1
    for (let i = 0; i < (schema[at]?.num_children ?? 0) && next < schema.length; i++) next = end(next)
    return next
  }
  for (let at = 1; at < schema.length; at = end(at)) columns.push(schema[at] as SchemaElement)
  return columns
}

const failure = (path: string, error: ParquetError): DataFailure => new DataFailure({ path, ...error })

const reasonOf = (cause: unknown): string =>
  ((cause instanceof Error ? cause.message : String(cause)).split('\n')[0] as string).replace(/\.$/, '')

/** Puts the values of a chunk into their places: the first that does not fit, if one does not. */
const fill = (
  elements: Elements,
  values: ArrayLike<unknown>,
  start: number,
  isInteger: boolean,
): { readonly row: number; readonly found: string } | null => {
  const [low, high] = elements instanceof Uint8Array ? [0, 255] : [-(2 ** 31), 2 ** 31 - 1]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value === null || value === undefined) return { row: start + i, found: 'missing' }
    const number = Number(value)
    if (isInteger && !(number >= low && number <= high))
      return { row: start + i, found: `${value}, which ${low === 0 ? 'u8' : 'i32'} does not hold` }
    elements[start + i] = number
  }
  return null
}

/**
 * Columns of a Parquet file as tensors of one axis, by name: float and double keep their types, integers become i32 (or u8, those of 8 bits
 * without sign), truth values u8. One task, which reads the file when it is run, and of it the columns that are wanted.
 *
 * What tensors do not hold is an error that names the column: texts, dates, decimals, lists and records; and one that names the row as well: a
 * missing value, and an integer that i32 does not hold. Needs the optional dependency hyparquet, which decompresses Snappy.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { readParquet, showDataError } from 'pullback/node'
 *
 * const table = await readParquet('flights.parquet', { columns: ['distance', 'delay'] })()
 * if (isRight(table)) console.log(table.right.distance?.shape)
 * else console.log(showDataError(table.left))
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readParquet = takes(
  'readParquet',
  {
    path,
    options: needs.options({ columns: texts, maxBytes: byteCount, load: needs.fn }),
  },
  () => readParquetUnchecked,
)

const bytesOf: { readonly [D in DType]: number } = { f32: 4, f64: 8, i32: 4, u8: 1 }

const readParquetUnchecked =
  (
    path: string,
    { columns: wanted, maxBytes = 2 ** 30, load = loadHyparquet }: ParquetOptions = {},
  ): TaskEither<DataError, { readonly [column: string]: AnyTensor }> =>
  () =>
    caught(async () => {
      await stat(path).catch((cause: unknown) => {
        throw readFailure(path)(cause)
      })
      const reader = await load().catch((cause: unknown) => {
        throw failure(path, { _tag: 'ParquetReaderMissing', reason: reasonOf(cause) })
      })
      const reading = async <A>(task: () => Promise<A>): Promise<A> => {
        try {
          return await task()
        } catch (cause) {
          throw cause instanceof DataFailure
            ? cause
            : failure(path, { _tag: 'BadParquet', reason: reasonOf(cause) })
        }
      }
      const file = await reading(() => reader.asyncBufferFromFile(path))
      const metadata = await reading(() => reader.parquetMetadataAsync(file))
      const all = columnsOf(metadata.schema)
      const names = all.map(({ name }) => name)
      const rows = Number(metadata.num_rows)
      const chosen = (wanted ?? names).map(name => {
        const column = all.find(each => each.name === name)
        if (column === undefined)
          throw failure(path, { _tag: 'ParquetColumnMissing', column: name, columns: names })
        const dtype = dtypeOf(column)
        if (dtype._tag === 'Left')
          throw failure(path, { _tag: 'ParquetColumnUnsupported', column: name, found: dtype.left })
        return { name, dtype: dtype.right, isInteger: dtype.right === 'i32' || dtype.right === 'u8' }
      })
      const bytes = chosen.reduce((sum, { dtype }) => sum + rows * bytesOf[dtype], 0)
      if (!(rows >= 0)) throw failure(path, { _tag: 'BadParquet', reason: `it states ${rows} rows` })
      if (!(bytes <= maxBytes && rows <= mostElements))
        throw new DataFailure({ _tag: 'TooLarge', path, limit: maxBytes })
      const places = new Map(
        chosen.map(each => [each.name, { ...each, elements: allocate(each.dtype, rows) }]),
      )
      const seen = new Map(chosen.map(({ name }) => [name, 0]))
      // The reader waits for no chunk: what one throws would be lost.
      let refused = null as ParquetError | null
      const onChunk = (chunk: {
        readonly columnName: string
        readonly columnData: ArrayLike<unknown>
        readonly rowStart: number
      }): void => {
        const { columnName: column, columnData, rowStart } = chunk
        const place = places.get(column)
        if (place === undefined || refused !== null) return
        if (rowStart + columnData.length > rows)
          refused = { _tag: 'BadParquet', reason: `column '${column}' has more rows than the file states` }
        else {
          const misfit = fill(place.elements, columnData, rowStart, place.isInteger)
          if (misfit !== null) refused = { _tag: 'ParquetValue', column, ...misfit }
        }
        seen.set(column, (seen.get(column) ?? 0) + columnData.length)
      }
      const options = { file, metadata, columns: [...places.keys()], onChunk, utf8: false }
      if (places.size > 0 && rows > 0) await reading(() => reader.parquetRead(options))
      if (refused !== null) throw failure(path, refused)
      for (const [column, count] of seen)
        if (count !== rows)
          throw failure(path, {
            _tag: 'BadParquet',
            reason: `column '${column}' has ${count} rows, and the file states ${rows}`,
          })
      return right(
        Object.fromEntries(
          Array.from(places, ([name, { dtype, elements }]) => [
            name,
            unsafeFromElements([rows], dtype, elements) as AnyTensor,
          ]),
        ),
      )
    })
