/**
 * Laws of tables in text: what is written in any dialect is read, and what is wrong is said with its line and column.
 *
 * @module
 */
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import fc, { type Arbitrary } from 'fast-check'
import * as t from 'io-ts'
import {
  type CsvTable,
  decodeCsv,
  finiteFromString,
  finiteWithComma,
  integerFromString,
  labelFromString,
  orMissing,
  row,
  showCsvError,
} from '../../src/codec/index.ts'
import { csvReader } from '../../src/codec/csv.ts'
import { every, holds } from '../close.ts'
import { type LawSet, type Verdict, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { same } from './samples.ts'

// -------------------------------------------------------------------------------------
// samples
// -------------------------------------------------------------------------------------

/** A codec of any text, so that rows come back as they are. */
const anything = new t.Type<string, string, unknown>(
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

const dialects: Arbitrary<Dialect> = fc.record({
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

const tables: Arbitrary<readonly (readonly string[])[]> = fc
  .integer({ min: 2, max: 4 })
  .chain(width =>
    fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
  )

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A field as it may stand: quoted where it has to be, and for every other one also where it need not. */
const written = (text: string, i: number): string =>
  /^[a-z1.é]+$/.test(text) && i % 2 === 0 ? text : quoted(text)

const linesOf = (rows: readonly (readonly string[])[], { delimiter, trim }: Dialect): readonly string[] =>
  rows.map(fields => fields.map(written).join(trim && delimiter !== '\t' ? `\t ${delimiter} \t` : delimiter))

const textOf = (lines: readonly string[], { end, mark, isEnded }: Dialect): string =>
  `${mark ? '\ufeff' : ''}${lines.join(end)}${isEnded ? end : ''}`

const tableOf = (width: number, { delimiter, comment, trim }: Dialect) => ({
  columns: Array.from({ length: width }, (_, i) => `c${i}`),
  row: row(...Array.from({ length: width }, () => anything)),
  ...{ delimiter, comment, trim },
})

type Table = CsvTable<readonly string[]>

const reads = (table: object, text: string, rows: readonly unknown[]): Verdict => {
  const decoded = decodeCsv(table as Table)(text)
  return same(isRight(decoded) ? decoded.right : showCsvError(decoded.left), rows)
}

const says = (table: object, text: string, sentence: string): Verdict => {
  const decoded = decodeCsv(table as Table)(text)
  return same(isLeft(decoded) ? showCsvError(decoded.left) : decoded.right, sentence)
}

/** What a reader gives of a text in pieces, up to its first error. */
const inPieces = (table: object, text: string, cuts: readonly number[]): unknown => {
  const reader = csvReader(table as Table)
  const places = [0, ...cuts.map(cut => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b)
  const found: unknown[] = []
  for (const [i, from] of places.slice(0, -1).entries())
    for (const outcome of reader.take(text.slice(from, places[i + 1]))) found.push(outcome)
  for (const outcome of reader.end()) found.push(outcome)
  return found
}

const points = { columns: ['x', 'class'], row: row(finiteFromString, integerFromString(0, 2)) }
const count = fc.integer({ min: 0, max: 6 })
const many = (n: number): string => '1,2\n'.repeat(n)

// -------------------------------------------------------------------------------------
// laws
// -------------------------------------------------------------------------------------

/** Laws of tables in text. */
export const csvLaws: LawSet = lawSet('csv', [
  law(
    'C26',
    'what is written in any dialect is read: delimiters, quotes, line ends, marks, spaces around',
    [tables, dialects],
    (rows, dialect) =>
      reads(tableOf(rows[0]!.length, dialect), textOf(linesOf(rows, dialect), dialect), rows),
  ),
  law(
    'C27',
    'comments and, where told, blank lines are passed over, wherever they are',
    [tables, dialects, fc.nat(5)],
    (rows, dialect, at) => {
      const [lines, place] = [linesOf(rows, dialect), at % (rows.length + 1)]
      const table = tableOf(rows[0]!.length, dialect)
      const around = (line: string) =>
        textOf([...lines.slice(0, place), line, ...lines.slice(place)], dialect)
      return every(
        dialect.comment === ''
          ? same(true, true)
          : reads(table, around(`${dialect.comment} "x, ${dialect.delimiter}`), rows),
        reads({ ...table, skipBlankLines: true }, around(''), rows),
        reads({ ...table, skipBlankLines: true }, around('  '), rows),
        reads(table, `${textOf(lines, { ...dialect, isEnded: true })}${dialect.end}  ${dialect.end}`, rows),
      )
    },
  ),
  law(
    'C28',
    'a table is read the same in pieces, wherever they are cut',
    [tables, dialects, fc.array(fc.nat(), { maxLength: 4 })],
    (rows, dialect, cuts) => {
      const table = tableOf(rows[0]!.length, dialect)
      const lines = linesOf(rows, dialect)
      const texts = [
        textOf(lines, dialect),
        textOf([`${dialect.comment}x`, ...lines, '"x', ...lines], dialect),
        textOf([...lines, 'x'], dialect),
        textOf([...lines, '/', '"x'], dialect),
      ]
      return every(...texts.map(text => same(inPieces(table, text, cuts), inPieces(table, text, []))))
    },
  ),
  law(
    'C29',
    'columns are found by their names, in any order and beside others',
    [tables, dialects, fc.boolean()],
    (rows, dialect, isTurned) => {
      const table = tableOf(rows[0]!.length, dialect)
      const turned = (fields: readonly string[]) => [
        'z',
        ...(isTurned ? fields.toReversed() : fields),
        'other',
      ]
      const text = textOf(linesOf([table.columns, ...rows].map(turned), dialect), dialect)
      return every(
        reads({ ...table, header: 'byName' }, text, rows),
        reads({ ...table, header: true }, textOf(linesOf([table.columns, ...rows], dialect), dialect), rows),
      )
    },
  ),
  law(
    'C30',
    'rows with one of the texts that say so are passed over',
    [tables, dialects],
    (rows, dialect) => {
      const table = tableOf(rows[0]!.length, dialect)
      const kept = rows.filter(fields => !fields.includes('') && !fields.includes('a'))
      const text = textOf(linesOf(rows, dialect), dialect)
      const skipping = { ...table, skipRowsWith: ['', 'a'] }
      return kept.length === 0
        ? says(skipping, text, 'the file has no data. Get a complete copy.')
        : reads(skipping, text, kept)
    },
  ),
  law(
    'C31',
    'what is wrong is said with its line, its column and how to mend it',
    [count, fc.boolean()],
    (n, hasHeader) => {
      const at = n + (hasHeader ? 2 : 1)
      const before = `${hasHeader ? 'x,class\n' : ''}${many(n)}`
      const table = { ...points, header: hasHeader }
      const wrong = (line: string, sentence: string) => says(table, `${before}${line}\n1,1\n`, sentence)
      return every(
        wrong('q,1', `line ${at}, column 1 (x): 'q' is not a finite number. Mend the field, or its codec.`),
        wrong(
          '1,3',
          `line ${at}, column 2 (class): '3' is not an integer from 0 to 2. Mend the field, or its codec.`,
        ),
        wrong(
          '1',
          `line ${at}: the row has 1 columns instead of 2: 1 missing. Mend the line, or the list of columns.`,
        ),
        wrong(
          '1,1,1,1',
          `line ${at}: the row has 4 columns instead of 2: 2 extra. Mend the line, or the list of columns.`,
        ),
        wrong(
          '',
          `line ${at}: the row has 1 columns instead of 2: 1 missing. Mend the line, or the list of columns.`,
        ),
        wrong(
          '1,"2',
          `line ${at}, character 3: a quote is opened and not closed. Quote fields as "..." and double the quotes within.`,
        ),
        wrong(
          '1,2"',
          `line ${at}, character 4: there is a quote within a field that does not begin with one. Quote fields as "..." and double the quotes within.`,
        ),
        wrong(
          '"1"2,3',
          `line ${at}, character 4: '2' follows a quote that closes a field. Quote fields as "..." and double the quotes within.`,
        ),
        wrong(
          '"1\n\n"x',
          `line ${at + 2}, character 2: 'x' follows a quote that closes a field. Quote fields as "..." and double the quotes within.`,
        ),
        wrong(
          '"1\r\n"x',
          `line ${at + 1}, character 2: 'x' follows a quote that closes a field. Quote fields as "..." and double the quotes within.`,
        ),
        wrong(
          '"1\r\r"x',
          `line ${at + 2}, character 2: 'x' follows a quote that closes a field. Quote fields as "..." and double the quotes within.`,
        ),
      )
    },
  ),
  law('C32', 'a header that is not the one wanted is refused with what it has', [fc.boolean()], hasRows => {
    const rows = hasRows ? '\n1,2' : ''
    const [strict, byName] = [true, 'byName'].map(header => ({ ...points, header }))
    return every(
      says(
        strict!,
        `x,klass${rows}`,
        "line 1, column 2: the header has 'klass' where 'class' is needed. Name the columns as the file does.",
      ),
      says(
        strict!,
        `y,class${rows}`,
        "line 1, column 1: the header has 'y' where 'x' is needed. Name the columns as the file does.",
      ),
      says(
        strict!,
        `x${rows}`,
        'line 1: the row has 1 columns instead of 2: 1 missing. Mend the line, or the list of columns.',
      ),
      says(
        byName!,
        `x,y${rows}`,
        "line 1: the header has no column 'class', only 'x', 'y'. Check the name and the delimiter.",
      ),
      says(
        byName!,
        `x,class,x${rows}`,
        "line 1: the header has more than one column 'x'. Rename one of them, or list all columns.",
      ),
      says(
        byName!,
        'class,y,x\n1,2,q',
        "line 2, column 3 (x): 'q' is not a finite number. Mend the field, or its codec.",
      ),
      says(
        byName!,
        'class,y,x\n1,2',
        'line 2: the row has 2 columns instead of 3: 1 missing. Mend the line, or the list of columns.',
      ),
      says(strict!, 'x,class\n', 'the file has no data. Get a complete copy.'),
      says(points, '', 'the file has no data. Get a complete copy.'),
    )
  }),
  law('C33', 'a single column may be blank, and a field may be empty', [count], n => {
    const one = { columns: ['x'], row: row(anything) }
    const lines = Array.from({ length: n + 1 }, (_, i) => [i % 2 === 0 ? 'a' : ''])
    return every(
      reads(one, lines.map(([text]) => `${text}\n`).join(''), lines),
      reads({ columns: ['x', 'y'], row: row(anything, anything) }, ',\na,\n,b', [
        ['', ''],
        ['a', ''],
        ['', 'b'],
      ]),
      reads({ ...one, trim: true }, ' a \n" b "\n', [['a'], [' b ']]),
      reads(one, ' a \n', [[' a ']]),
    )
  }),
  law('C35', 'a codec that refuses a row as a whole, or throws, is said with the line', [count], n => {
    const refusing = new t.Type<readonly string[], unknown, unknown>(
      'pairs',
      (_): _ is never => false,
      (x, context) => t.failure(x, context, 'no pair'),
      String,
    )
    const throwing = {
      decode: () => {
        throw new RangeError('far')
      },
    }
    return every(
      says(
        { columns: ['a', 'b'], row: refusing },
        `${'# \n'.repeat(n)}1,2`.replaceAll('# \n', ''),
        'line 1: no pair. Mend the row, or its codec.',
      ),
      says(
        { columns: ['a', 'b'], row: throwing, comment: '#' },
        `${'# \n'.repeat(n)}1,2`,
        `line ${n + 1}: the codec throws RangeError: far. Mend the row, or its codec.`,
      ),
    )
  }),
  law(
    'C36',
    'a table whose description does not fit is refused',
    [fc.constantFrom(',', '"', '\n', '\r', '\ufeff', ',,', '')],
    delimiter =>
      every(
        delimiter === ','
          ? refused('ArgumentError', () => decodeCsv({ ...points, comment: '#,' }))
          : refused('ArgumentError', () => decodeCsv({ ...points, delimiter })),
        refused('ArgumentError', () => decodeCsv({ ...points, comment: '"' })),
        refused('ArgumentError', () => decodeCsv({ ...points, columns: [] })),
        refused('ArgumentError', () => decodeCsv({ ...points, header: 'name' as never })),
      ),
  ),
])

/** Laws of long rows, each of which takes long. */
export const longRowLaws: LawSet = lawSet(
  'long rows of csv',
  [
    law(
      'C34',
      'a row longer than 2^20 characters is refused, and one of as many is read',
      [fc.constantFrom(0, 1, 3)],
      more => {
        const one = { columns: ['x'], row: row(anything) }
        const text = 'x'.repeat(2 ** 20 - 1)
        return every(
          reads(one, `a\n${text}x\n`, [['a'], [`${text}x`]]),
          says(
            one,
            `a\n${text}xx${'y'.repeat(more)}\n`,
            'line 2, character 1: the row is longer than 1048576 characters. Quote fields as "..." and double the quotes within.',
          ),
        )
      },
    ),
  ],
  [],
  3,
)

const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())
const bounds = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(20))
const texts = fc.uniqueArray(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 5 })

const decoded = <A>(codec: t.Type<A, string, unknown>, text: unknown): unknown => {
  const found = codec.decode(text)
  return isRight(found) ? found.right : (found.left[0]?.message ?? 'refused')
}

/** Laws of fields. */
export const fieldLaws: LawSet = lawSet('fields', [
  law('C37', 'numbers are read as they are written, with a point or a comma', [numbers], x => {
    const value = x + 0
    const text = String(value)
    return every(
      holds(decoded(finiteFromString, text) === value, decoded(finiteFromString, text), value),
      holds(decoded(finiteWithComma, text.replace('.', ',')) === value, text, value),
      same(finiteFromString.encode(value), text),
      same(finiteWithComma.encode(value), text.replace('.', ',')),
      text.includes('.')
        ? same(decoded(finiteWithComma, text), `'${text}' is not a finite number with a decimal comma`)
        : same(true, true),
    )
  }),
  law(
    'C38',
    'what is not a number is refused, and said',
    [
      fc.constantFrom(
        '',
        ' 1',
        '1 ',
        '0x10',
        'Infinity',
        'NaN',
        '1e',
        '1e999',
        '.',
        '-',
        '1.2.3',
        '1,2',
        '１',
      ),
    ],
    text =>
      every(
        same(decoded(finiteFromString, text), `'${text}' is not a finite number`),
        same(decoded(finiteFromString, 5), '5 is not a finite number'),
        same(decoded(finiteFromString, '.5'), 0.5),
        same(decoded(finiteFromString, '+5.'), 5),
        same(decoded(finiteFromString, '-1E+2'), -100),
        same(finiteFromString.is(Number.NaN), false),
        same(finiteFromString.is(1), true),
        same(finiteFromString.is('1'), false),
      ),
  ),
  law(
    'C39',
    'integers are read from the lowest to the highest, both included',
    [bounds, fc.integer({ min: -60, max: 80 })],
    ([low, range], x) => {
      const codec = integerFromString(low, low + range)
      const within = x >= low && x <= low + range
      const wrong = (text: string) => `'${text}' is not an integer from ${low} to ${low + range}`
      return every(
        same(decoded(codec, String(x)), within ? x : wrong(String(x))),
        same(decoded(codec, `${low}.5`), wrong(`${low}.5`)),
        same(decoded(codec, `${low}`), low),
        same(decoded(codec, `${low + range}`), low + range),
        same(decoded(codec, `${low + range + 1}`), wrong(`${low + range + 1}`)),
        same(decoded(codec, `${low - 1}`), wrong(`${low - 1}`)),
        ...[2 ** 53, -(2 ** 53), 0.5].flatMap(wrongly => [
          refused('ArgumentError', () => integerFromString(0, wrongly)),
          refused('ArgumentError', () => integerFromString(wrongly, 0)),
        ]),
        same(codec.is(x), within),
        within ? same(codec.encode(x), String(x)) : refused('ArgumentError', () => codec.encode(x)),
      )
    },
  ),
  law(
    'C40',
    'a class is the place of its name, and its name again',
    [texts, fc.string({ maxLength: 4 })],
    (names, other) => {
      const codec = labelFromString(names)
      const all = names.map(name => `'${name}'`).join(', ')
      return every(
        ...names.map((name, i) =>
          same([decoded(codec, name), codec.encode(i), codec.is(i)], [i, name, true]),
        ),
        names.includes(other)
          ? same(true, true)
          : same(decoded(codec, other), `'${other}' is not one of ${all}`),
        same(decoded(codec, 0), `0 is not one of ${all}`),
        same([codec.is(names.length), codec.is(-1), codec.is('0')], [false, false, false]),
        refused('ArgumentError', () => labelFromString([...names, names[0]!])),
        refused('ArgumentError', () => labelFromString([])),
      )
    },
  ),
  law(
    'C41',
    'a missing value is what stands for it, and is written as the first text that says so',
    [numbers, fc.boolean()],
    (x, isAbsent) => {
      const as = isAbsent ? Number.NaN : -1
      const codec = orMissing({ as, texts: ['NA', '-'] })(finiteFromString)
      const plain = orMissing({ as: null })(finiteFromString)
      return every(
        holds(Object.is(decoded(codec, 'NA'), as), decoded(codec, 'NA'), as),
        holds(Object.is(decoded(codec, '-'), as), decoded(codec, '-'), as),
        same(decoded(codec, String(x + 0)), x + 0),
        same(decoded(codec, ''), "'' is not a finite number"),
        same(codec.encode(as), isAbsent ? 'NA' : '-1'),
        same([plain.encode(null), plain.encode(2), decoded(plain, '')], ['', '2', null]),
        same(
          [codec.is(as), codec.is(1), codec.is('1'), codec.name],
          [true, true, false, 'a finite number, or missing'],
        ),
      )
    },
  ),
  law(
    'C42',
    'a row takes as many fields as it has columns, and writes them again',
    [fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 })],
    values => {
      const codec = row(...values.map(() => integerFromString(0, 9)))
      const fields = values.map(String)
      const found = codec.decode(fields)
      const refusal = (input: unknown) => {
        const outcome = codec.decode(input)
        return isLeft(outcome) ? outcome.left[0]?.message : 'decoded'
      }
      return every(
        same(isRight(found) && found.right, values),
        same(codec.encode(values), fields),
        same(
          [codec.is(values), codec.is([...values, 1]), codec.is('x'), codec.is(values.map(() => 10))],
          [true, false, false, values.length === 0],
        ),
        same(
          refusal([...fields, '1']),
          `the row has ${fields.length + 1} fields instead of ${fields.length}`,
        ),
        same(refusal('text'), 'text is not a list of fields'),
      )
    },
  ),
])
