import { CsvError, parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { ArgumentError } from 'pullback'
import {
  type CsvDialect,
  type CsvTable,
  decodeCsv,
  finiteFromString,
  finiteWithComma,
  integerFromString,
  labelFromString,
  orMissing,
  row,
  ShowCsvError,
  showCsvError,
} from 'pullback/codec'
import { describe, expect, test } from 'vitest'
import { csvCutter } from '../../src/codec/csvRecords.ts'

type Point = readonly [number, number]
const points: CsvTable<Point> = {
  columns: ['x', 'class'],
  row: row(finiteFromString, integerFromString(0, 2)),
}

const shown = <A>(result: ReturnType<ReturnType<typeof decodeCsv<A>>>): Either<string, readonly A[]> => {
  if (!isLeft(result)) return result
  expect(ShowCsvError.show(result.left)).toBe(showCsvError(result.left))
  return left(showCsvError(result.left))
}
const reading = (text: string, options: Partial<CsvTable<Point>> = {}) =>
  shown(decodeCsv({ ...points, ...options })(text))

const twoRows = right([
  [0.5, 1],
  [-2, 0],
])

describe('reads a table in a text', () => {
  test.each<[string, string, Partial<CsvTable<Point>>?]>([
    ['commas', '0.5,1\n-2,0\n'],
    ['semicolons', '0.5;1\n-2;0\n', { delimiter: ';' }],
    ['tabs', '0.5\t1\n-2\t0\n', { delimiter: '\t' }],
    ['spaces', '0.5 1\n-2 0', { delimiter: ' ' }],
    ['decimal commas', '0,5;1\n-2;0', { delimiter: ';', row: row(finiteWithComma, integerFromString(0, 2)) }],
    ['comments', '# a\n0.5,1\n# "b, c\n-2,0\n#', { comment: '#' }],
    ['comments of two characters', '//\n0.5,1\n// b\n-2,0\n//', { comment: '//' }],
    ['comments before the header', '# a\nx,class\n0.5,1\n-2,0', { comment: '#', header: true }],
    ['a blank last line', '0.5,1\n-2,0\n\n'],
    ['blank last lines', '0.5,1\n-2,0\n\n  \n\n'],
    ['blank lines anywhere', '\n0.5,1\n\n-2,0\n\n', { skipBlankLines: true }],
    ['a byte-order mark', '\ufeff0.5,1\n-2,0'],
    ['a byte-order mark before a quote', '\ufeff"x",class\n0.5,1\n-2,0', { header: true }],
    ['Windows line ends', '0.5,1\r\n-2,0\r\n\r\n'],
    ['old Macintosh line ends', '0.5,1\r-2,0\r'],
    ['quoted fields', '"0.5","1"\n-2,"0"'],
    ['spaces around fields', ' 0.5 ,\t1\n -2, "0" \n', { trim: true }],
    ['a header', 'x,class\n0.5,1\n-2,0', { header: true }],
    ['columns by name', 'id,class,note,x\n7,1,"a, b",0.5\n8,0,,-2', { header: 'byName' }],
    ['rows without values passed over', '0.5,1\nNA,1\n1,\n-2,0', { skipRowsWith: ['', 'NA'] }],
    [
      'missing values only where they matter',
      'x,class,y\n0.5,1,\n-2,0,NA',
      { header: 'byName', skipRowsWith: ['', 'NA'] },
    ],
  ])('%s', (_, text, options) => {
    expect(reading(text, options)).toEqual(twoRows)
  })

  test('missing values that are asked for', () => {
    const age = orMissing({ as: Number.NaN, texts: ['', 'NA', '-999'] })(finiteFromString)
    const table = { columns: ['age', 'class'], row: row(age, labelFromString(['no', 'yes'])) }
    expect(decodeCsv(table)('3,yes\n,no\nNA,no\n-999,yes\n')).toEqual(
      right([
        [3, 1],
        [Number.NaN, 0],
        [Number.NaN, 0],
        [Number.NaN, 1],
      ]),
    )
    expect(shown(decodeCsv(table)('many,yes'))).toEqual(
      left("line 1, column 1 (age): 'many' is not a finite number. Mend the field, or its codec."),
    )
    expect(age.encode(Number.NaN)).toBe('')
    expect(age.encode(2)).toBe('2')
    expect([age.is(Number.NaN), age.is(2), age.is('2')]).toEqual([true, true, false])
  })

  test('a single column, in which a blank line is a row', () => {
    const one = { columns: ['x'], row: row(orMissing({ as: 0 })(finiteFromString)) }
    expect(decodeCsv(one)('1\n\n2\n\n')).toEqual(right([[1], [0], [2], [0]]))
    expect(decodeCsv({ ...one, skipBlankLines: true })('1\n\n2\n\n')).toEqual(right([[1], [2]]))
    expect(decodeCsv({ columns: ['x'], row: row(t.string) })('""\n"a""b"\n"c\r\nd"')).toEqual(
      right([[''], ['a"b'], ['c\r\nd']]),
    )
  })

  test('labels by the names of the classes, there and back', () => {
    const species = labelFromString(['setosa', 'versicolor', '__proto__'])
    expect(['setosa', 'versicolor', '__proto__'].map(species.decode)).toEqual([right(0), right(1), right(2)])
    expect([0, 1, 2].map(species.encode)).toEqual(['setosa', 'versicolor', '__proto__'])
    expect([species.is(2), species.is(3), species.is(0.5)]).toEqual([true, false, false])
    const result = decodeCsv({ columns: ['species'], row: row(species) })('Setosa')
    expect(shown(result)).toEqual(
      left(
        "line 1, column 1 (species): 'Setosa' is not one of 'setosa', 'versicolor', '__proto__'. Mend the field, or its codec.",
      ),
    )
  })
})

describe('says what is wrong, where, and how to mend it', () => {
  test.each<[string, string, string, Partial<CsvTable<Point>>?]>([
    ['a missing value', '0.5,1\n,0\n', "line 2, column 1 (x): '' is not a finite number."],
    ['NA', '0.5,1\nNA,0\n', "line 2, column 1 (x): 'NA' is not a finite number."],
    ['spaces', '0.5,1\n 1,0\n', "line 2, column 1 (x): ' 1' is not a finite number."],
    ['another delimiter', '0.5;1\n', 'line 1: the row has 1 columns instead of 2: 1 missing.'],
    [
      'a blank line before others',
      '0.5,1\n\n\n-2,0\n',
      'line 2: the row has 1 columns instead of 2: 1 missing.',
    ],
    ['lines after comments', '#\n#\n0.5,x', "line 3, column 2 (class): 'x' is not", { comment: '#' }],
    ['lines after \\r\\n in quotes', '0.5,1\r\n"a\r\nb",1', "line 3, column 1 (x): 'a\r\nb' is not"],
    [
      'the column of the file',
      'y,x\n1,2\n3,b',
      "line 3, column 2 (x): 'b' is not",
      { columns: ['x'], row: row(finiteFromString) as never, header: 'byName' },
    ],
    [
      'another header',
      '# a\nx,y\n',
      "line 2, column 2: the header has 'y' where 'class'",
      { header: true, comment: '#' },
    ],
    [
      'a column that is not there',
      'a,x\n1,2\n',
      "line 1: the header has no column 'class', only 'a', 'x'. Check the name and the delimiter.",
      { header: 'byName' },
    ],
    [
      'a column that is there twice',
      'x,class,x\n1,2,3',
      "line 1: the header has more than one column 'x'.",
      { header: 'byName' },
    ],
    [
      'another width than the header',
      'a,x,class\n1,2\n',
      'line 2: the row has 2 columns instead of 3',
      { header: 'byName' },
    ],
    ['a quote that is not closed', '0.5,1\n"a\nb', 'line 2, character 1: a quote is opened and not closed.'],
    [
      'a quote in a field',
      '0.5,1\n1,2"',
      'line 2, character 4: there is a quote within a field that does not begin',
    ],
    [
      'something behind a quote',
      '0.5,1\n"1"2,0',
      "line 2, character 4: '2' follows a quote that closes a field.",
    ],
    ['a quote behind a quoted field', '"1" "2",0', 'line 1, character 5:', { trim: true }],
    ['nothing', '', 'the file has no data. Get a complete copy.'],
    ['nothing but blank lines', '\n\n', 'the file has no data.'],
    ['nothing but a header', 'x,class\n', 'the file has no data.', { header: true }],
    ['nothing but missing values', 'NA,1\n', 'the file has no data.', { skipRowsWith: ['NA'] }],
    [
      'a row without end',
      '1'.repeat(2 ** 20 + 1),
      'line 1, character 1: the row is longer than 1048576 characters.',
    ],
  ])('%s', (_, text, expected, options) => {
    const result = reading(text, options)
    expect(isLeft(result) && result.left).toContain(expected)
  })

  test('a codec that throws', () => {
    const broken = new t.Type<never, never, unknown>(
      'broken',
      (_): _ is never => true,
      () => {
        throw new TypeError('no')
      },
      t.identity,
    )
    expect(shown(decodeCsv({ columns: ['x'], row: broken })('1'))).toEqual(
      left('line 1: the codec throws TypeError: no. Mend the row, or its codec.'),
    )
  })

  test.each<[string, object | null | number]>([
    ['no options', null],
    ['a number', 5],
    ['no columns', { row: points.row }],
    ['columns that are none', { ...points, columns: 'x' }],
    ['no row', { columns: ['x'] }],
    ['an unknown option', { ...points, separator: ';' }],
    ['a long delimiter', { ...points, delimiter: '::' }],
    ['no delimiter', { ...points, delimiter: '' }],
    ['a quote as delimiter', { ...points, delimiter: '"' }],
    ['a number as delimiter', { ...points, delimiter: 5 }],
    ['a comment with the delimiter', { ...points, comment: ',,' }],
    ['an unknown header', { ...points, header: 'names' }],
    ['a text for a flag', { ...points, trim: 'yes' }],
    ['one text for several', { ...points, skipRowsWith: 'NA' }],
  ])('%s is a mistake of the program', (_, options) => {
    expect(() => decodeCsv(options as never)).toThrow(ArgumentError)
  })

  test('what is not text is a mistake of the program', () => {
    for (const junk of [undefined, null, 5, Uint8Array.of(49), ['1']])
      expect(() => decodeCsv(points)(junk as never)).toThrow(ArgumentError)
    for (const junk of [undefined, null, [], [1], ['a', 'a'], 'ab'])
      expect(() => labelFromString(junk as never)).toThrow(ArgumentError)
    for (const junk of [undefined, null, {}, { as: 0, text: [] }, { as: 0, texts: 'NA' }])
      expect(() => orMissing(junk as never)).toThrow(ArgumentError)
  })
})

test('a number with a decimal comma', () => {
  for (const [text, value] of [
    ['0,5', 0.5],
    ['-2', -2],
    ['1,5e3', 1500],
  ] as const)
    expect(finiteWithComma.decode(text)).toEqual(right(value))
  for (const text of ['0.5', '1,000,000', ',', '', '1.000,5', ' 1'])
    expect(isLeft(finiteWithComma.decode(text))).toBe(true)
  expect(finiteWithComma.encode(-0.25)).toBe('-0,25')
})

describe('texts cut into records', () => {
  const pieces = ['a', 'b1', ',', ';', '\n', '\r\n', '"', '""', ' ', '#', '\ufeff']
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map(parts => parts.join(''))
  const dialects: fc.Arbitrary<CsvDialect> = fc.record({
    delimiter: fc.constantFrom(',', ';'),
    comment: fc.constantFrom('', '#', '##'),
  })
  /** The records of a text that comes in pieces, up to a mistake. */
  const cut = (dialect: CsvDialect, parts: readonly string[]) => {
    const cutter = csvCutter(dialect)
    const all = [...parts.flatMap(part => [...cutter.take(part)]), ...cutter.end()]
    const mistake = all.findIndex(record => 'reason' in record)
    return mistake === -1 ? all : all.slice(0, mistake + 1)
  }

  test('are those that csv-parse finds', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(',', ';'), (text, delimiter) => {
        const own = cut({ delimiter }, [text]).map(record => ('fields' in record ? record.fields : 'mistake'))
        try {
          const theirs = parse(text, {
            ...{ delimiter, bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n'] },
            max_record_size: 0,
          })
          expect(own).toEqual(theirs)
        } catch (error) {
          if (!(error instanceof CsvError)) throw error
          expect(own.at(-1)).toBe('mistake')
        }
      }),
      { numRuns: 500 },
    )
  })

  test('are the same wherever the text is cut into pieces', () => {
    fc.assert(
      fc.property(texts, dialects, fc.boolean(), (text, dialect, trim) => {
        expect(cut({ ...dialect, trim }, [...text])).toEqual(cut({ ...dialect, trim }, [text]))
      }),
      { numRuns: 300 },
    )
  })

  test('come back as they were written', () => {
    const field = fc.string({ maxLength: 5 }).filter(text => !text.includes('\ufeff'))
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }),
        table => {
          const text = table
            .map(fields => fields.map(f => `"${f.replaceAll('"', '""')}"`).join(','))
            .join('\n')
          expect(decodeCsv({ columns: ['a', 'b'], row: row(t.string, t.string) })(text)).toEqual(right(table))
        },
      ),
    )
  })
})
