/**
 * Tables as text with separated values.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { type Argument, type Arguments, holds, misfit } from '../tensor/contract/argument.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { anyText, tableEntries } from './contract.ts'
import type { CsvError } from './csvError.ts'
import { type CsvDialect, type CsvMistake, type CsvRecord, csvCutter } from './csvRecords.ts'

/**
 * What a table is expected to hold.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface CsvTable<A> extends CsvDialect {
  /** The names of the columns, in order: every row must have exactly as many fields. */
  readonly columns: readonly string[]
  /** What a row is decoded with: it is given the list of fields, as `row` makes it. */
  readonly row: t.Decoder<unknown, A>
  /**
   * Whether the first line has the names of the columns: `true` if it must have exactly these, `'byName'` to look for each by its
   * name and pass over all others. Defaults to false.
   */
  readonly header?: boolean | 'byName'
  /**
   * Whether blank lines are passed over. Defaults to false: only those at the end are, and those only where a blank line cannot
   * be a row, that is, unless there is a single column.
   */
  readonly skipBlankLines?: boolean
  /** Rows in which one of the columns is one of these texts are passed over, such as `['', 'NA']`. Defaults to none. */
  readonly skipRowsWith?: readonly string[]
}

/** A description of a table, which may have other entries of one kind or another besides. */
export const tableArgument = (others: Arguments = {}): Argument => {
  const entries = needs.givenOptions({ ...tableEntries, ...others })
  const isConfused = (x: unknown): boolean => {
    const { delimiter = ',', comment = '' } = x as CsvDialect
    return comment.includes(delimiter)
  }
  return {
    ...entries,
    holds: x => entries.holds(x) && !isConfused(x),
    error: (of, name, x) =>
      holds(entries, x)
        ? new ArgumentError(
            `${of} needs comments that do not begin with the delimiter. Choose another of the two.`,
          )
        : misfit(of, name, entries, x),
  }
}

// -------------------------------------------------------------------------------------
// the header
// -------------------------------------------------------------------------------------

/** Where the columns are in a record, and how many fields each has to have. */
interface Layout {
  readonly places: readonly number[]
  readonly width: number
}

const withHeader = (
  columns: readonly string[],
  header: true | 'byName',
  { fields, line }: CsvRecord,
): Either<CsvError, Layout> => {
  const width = fields.length
  if (header === true) {
    if (width !== columns.length)
      return left({ _tag: 'WrongColumnCount', line, expected: columns.length, found: width })
    const i = columns.findIndex((name, j) => name !== fields[j])
    if (i !== -1)
      return left({ _tag: 'WrongHeader', line, column: i + 1, expected: columns[i]!, found: fields[i]! })
    return right({ places: columns.map((_, j) => j), width })
  }
  const missing = columns.find(name => !fields.includes(name))
  if (missing !== undefined) return left({ _tag: 'ColumnMissing', line, name: missing, found: fields })
  const twice = columns.find(name => fields.indexOf(name) !== fields.lastIndexOf(name))
  if (twice !== undefined) return left({ _tag: 'ColumnTwice', line, name: twice })
  return right({ places: columns.map(name => fields.indexOf(name)), width })
}

// -------------------------------------------------------------------------------------
// rows
// -------------------------------------------------------------------------------------

const rowError = (line: number, { places }: Layout, names: readonly string[], errors: t.Errors): CsvError => {
  const first = errors[0]
  const reason = first?.message ?? `'${String(first?.value)}' is not ${first?.context.at(-1)?.type.name}`
  // The root of the context is the row; the next entry, if any, names the field by its position.
  const position = Number(first?.context[1]?.key || Number.NaN)
  const [place, name] = [places[position], names[position]]
  return place !== undefined && name !== undefined
    ? { _tag: 'BadField', line, column: place + 1, name, reason }
    : { _tag: 'BadRow', line, reason }
}

const decodedBy = <A>(row: t.Decoder<unknown, A>, fields: readonly string[]): t.Validation<A> | Error => {
  try {
    return row.decode(fields)
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause))
  }
}

/** What reads a table from pieces of its text; an error is the last thing that it gives. */
export interface CsvReader<A> {
  readonly take: (piece: string) => Generator<Either<CsvError, A>>
  readonly end: () => Generator<Either<CsvError, A>>
}

/** A reader at the beginning of a table. */
export const csvReader = <A>(table: CsvTable<A>): CsvReader<A> => {
  const { columns, row, header = false, skipBlankLines = false, skipRowsWith = [] } = table
  const cutter = csvCutter(table)
  let layout: Layout | null =
    header === false ? { places: columns.map((_, i) => i), width: columns.length } : null
  let blank: CsvRecord | null = null
  let [rows, hasEnded] = [0, false]

  const decode = ({ fields, line }: CsvRecord, known: Layout): Either<CsvError, A> | null => {
    const { places, width } = known
    if (fields.length !== width)
      return left({ _tag: 'WrongColumnCount', line, expected: width, found: fields.length })
    const wanted = places.map(place => fields[place]!)
    if (wanted.some(text => skipRowsWith.includes(text))) return null
    const decoded = decodedBy(row, wanted)
    if (decoded instanceof Error)
      return left({ _tag: 'BadRow', line, reason: `the codec throws ${decoded.name}: ${decoded.message}` })
    return isLeft(decoded) ? left(rowError(line, known, columns, decoded.left)) : right(decoded.right)
  }

  function* one(record: CsvRecord): Generator<Either<CsvError, A>> {
    if (layout === null) {
      const found = withHeader(columns, header as true | 'byName', record)
      if (isLeft(found)) yield found
      else layout = found.right
      return
    }
    const outcome = decode(record, layout)
    if (outcome === null) return
    rows += 1
    yield outcome
  }

  function* each(records: Iterable<CsvRecord | CsvMistake>): Generator<Either<CsvError, A>> {
    for (const record of records) {
      if (hasEnded) return
      if ('reason' in record) {
        hasEnded = true
        yield left({ _tag: 'CsvMalformed', ...record })
        return
      }
      if (record.isBlank && skipBlankLines) continue
      if (record.isBlank && (layout?.width ?? columns.length) !== 1) {
        blank ??= record
        continue
      }
      // Blank lines that something follows are rows.
      const before: CsvRecord | null = blank
      for (const given of before === null ? [record] : [before, record])
        for (const outcome of one(given)) {
          if (isLeft(outcome)) hasEnded = true
          yield outcome
          if (hasEnded) return
        }
    }
  }

  function* end(): Generator<Either<CsvError, A>> {
    yield* each(cutter.end())
    if (rows === 0 && !hasEnded) yield left({ _tag: 'FileEmpty' })
  }
  return { take: piece => each(cutter.take(piece)), end }
}

const inBytes = (x: unknown): string | undefined =>
  ArrayBuffer.isView(x) ? 'Decode bytes first: new TextDecoder().decode(bytes).' : undefined

/**
 * All rows of a table in a text, or the first error, with its line and column.
 *
 * Fields may be quoted (RFC 4180). A byte-order mark at the beginning is left out; lines end with \n, \r\n or \r. A missing value
 * is an error unless the codec of its column takes it (`orMissing`), or its row is to be passed over (`skipRowsWith`).
 *
 * @throws ArgumentError unless it is given a text, and options that there are.
 *
 * @example
 * import { decodeCsv, finiteFromString, labelFromString, row } from 'pullback/codec'
 *
 * const irises = decodeCsv({
 *   columns: ['width', 'species'],
 *   row: row(finiteFromString, labelFromString(['setosa', 'virginica'])),
 *   header: 'byName',
 *   delimiter: ';',
 * })
 * irises('id;species;width\n1;virginica;2.5\n') // right: [[2.5, 1]]
 *
 * @category Codecs
 * @since 0.1.0
 */
export const decodeCsv = takes(
  'decodeCsv',
  [{ table: tableArgument() }, { text: { ...anyText, mend: inBytes, subject: true } }],
  () => decodeCsvUnchecked,
)

const decodeCsvUnchecked =
  <A>(table: CsvTable<A>) =>
  (text: string): Either<CsvError, readonly A[]> => {
    const reader = csvReader(table)
    const rows: A[] = []
    for (const part of [reader.take(text), reader.end()])
      for (const outcome of part) {
        if (isLeft(outcome)) return outcome
        rows.push(outcome.right)
      }
    return right(rows)
  }
