import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import {
  type CsvOptions,
  type DataError,
  finiteFromString,
  finiteWithComma,
  integerFromString,
  readCsv,
  row,
  ShowDataError,
  showDataError,
  streamCsv,
} from 'pullback/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flipped } from '../codec/arrays.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullback-csv-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

type Point = readonly [number, number]
const points: CsvOptions<Point> = {
  columns: ['x', 'class'],
  row: row(finiteFromString, integerFromString(0, 2)),
}

/** Writes a file, reads it, and gives the rows or the error's sentence with the folder taken out. */
const reading = async (
  name: string,
  content: string | Uint8Array,
  options: Partial<CsvOptions<Point>> = {},
): Promise<Either<string, readonly Point[]>> => {
  const path = join(directory, name)
  await writeFile(path, content)
  return shown(await readCsv(path, { ...points, ...options })())
}

const shown = <A>(result: Either<DataError, A>): Either<string, A> =>
  isLeft(result) ? left(showDataError(result.left).replaceAll(join(directory, '/'), '')) : result

const twoRows = right([
  [0.5, 1],
  [-2, 0],
])

describe('reads', () => {
  test.each([
    ['plain text', '0.5,1\n-2,0\n'],
    ['no newline at the end', '0.5,1\n-2,0'],
    ['Windows line ends', '0.5,1\r\n-2,0\r\n'],
    ['a byte-order mark', '\ufeff0.5,1\n-2,0\n'],
    ['quoted fields', '"0.5","1"\n-2,"0"\n'],
    ['a blank last line', '0.5,1\n-2,0\n\n'],
    ['many blank last lines, also with spaces', '0.5,1\r\n-2,0\r\n\r\n \t\r\n'],
  ])('%s', async (_, text) => {
    expect(await reading('a.csv', text)).toEqual(twoRows)
    expect(await reading('a.csv.gz', gzipSync(text))).toEqual(twoRows)
  })

  test('gzip in several members', async () => {
    const members = Buffer.concat([gzipSync('0.5,1\n'), gzipSync('-2,0\n')])
    expect(await reading('members.csv.gz', members)).toEqual(twoRows)
  })

  test('a header that has the names of the columns', async () => {
    expect(await reading('header.csv', 'x,class\n0.5,1\n-2,0\n', { header: true })).toEqual(twoRows)
  })

  test('other ways to write tables: options of decodeCsv', async () => {
    const text = '# by hand\nclass; x ; note\n1;"0,5";a\n\n;?;\n0; -2;b\n'
    const options: Partial<CsvOptions<Point>> = {
      header: 'byName',
      delimiter: ';',
      comment: '#',
      trim: true,
      skipBlankLines: true,
      skipRowsWith: ['?'],
      row: row(finiteWithComma, integerFromString(0, 2)),
    }
    expect(await reading('other.csv', text, options)).toEqual(twoRows)
    expect(await reading('other.csv.gz', gzipSync(text), options)).toEqual(twoRows)
  })

  test('files that come in many pieces', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i): Point => [i / 8, i % 3])
    const text = rows.map(fields => `${fields.join(',')}\n`).join('')
    expect(await reading('long.csv', text)).toEqual(right(rows))
    expect(await reading('long.csv.gz', gzipSync(text))).toEqual(right(rows))
  })
})

describe('streamCsv', () => {
  test('gives the rows before the error, and then nothing more', async () => {
    const path = join(directory, 'stream.csv')
    await writeFile(path, '0.5,1\n-2,x\n1,1\n')
    const seen: unknown[] = []
    for await (const result of streamCsv(path, points))
      seen.push(isLeft(result) ? result.left._tag : result.right)
    expect(seen).toEqual([[0.5, 1], 'BadField'])
  })

  test('can be left early', async () => {
    const path = join(directory, 'early.csv.gz')
    await writeFile(path, gzipSync('0.5,1\n'.repeat(100_000)))
    for await (const result of streamCsv(path, points)) {
      expect(result).toEqual(right([0.5, 1]))
      break
    }
  })
})

const sample = gzipSync('0.5,1\n-2,0\n'.repeat(200))
const damaged = (position: number): Uint8Array =>
  Uint8Array.from(sample, (byte, i) => (i === sample.length + position ? byte ^ 1 : byte))

describe('says what is wrong, where, and how to mend it', () => {
  test.each<[string, string, string | Uint8Array, string, Partial<CsvOptions<Point>>?]>([
    [
      'a missing column',
      'a.csv',
      '0.5,1\n-2\n',
      'a.csv, line 2: the row has 1 columns instead of 2: 1 missing. Mend the line, or the list of columns.',
    ],
    [
      'an extra column',
      'a.csv',
      '0.5,1\n-2,0,7,8\n',
      'a.csv, line 2: the row has 4 columns instead of 2: 2 extra. Mend the line, or the list of columns.',
    ],
    [
      'a blank line',
      'a.csv',
      '0.5,1\n\n-2,0\n',
      'a.csv, line 2: the row has 1 columns instead of 2: 1 missing. Mend the line, or the list of columns.',
    ],
    [
      'text in a number column',
      'a.csv',
      '0.5,1\nabc,0\n',
      "a.csv, line 2, column 1 (x): 'abc' is not a finite number. Mend the field, or its codec.",
    ],
    [
      'an empty field',
      'a.csv',
      ',1\n',
      "a.csv, line 1, column 1 (x): '' is not a finite number. Mend the field, or its codec.",
    ],
    [
      'a NaN',
      'a.csv.gz',
      gzipSync('0.5,1\nNaN,1\n'),
      "a.csv.gz, line 2, column 1 (x): 'NaN' is not a finite number. Mend the field, or its codec.",
    ],
    [
      'an infinity',
      'a.csv',
      '1e400,1\n',
      "a.csv, line 1, column 1 (x): '1e400' is not a finite number. Mend the field, or its codec.",
    ],
    [
      'a label out of range',
      'a.csv',
      '0.5,1\n1,2\n1,3\n',
      "a.csv, line 3, column 2 (class): '3' is not an integer from 0 to 2. Mend the field, or its codec.",
    ],
    [
      'the line of a field after a quoted line end',
      'a.csv',
      '0.5,1\n"a\nb",1\n',
      "a.csv, line 3, column 1 (x): 'a\nb' is not a finite number. Mend the field, or its codec.",
    ],
    ['an empty file', 'a.csv', '', 'a.csv: the file has no data. Get a complete copy.'],
    ['an empty gzip file', 'a.csv.gz', '', 'a.csv.gz: the file has no data. Get a complete copy.'],
    ['gzip of nothing', 'a.csv.gz', gzipSync(''), 'a.csv.gz: the file has no data. Get a complete copy.'],
    [
      'a header without rows',
      'a.csv',
      'x,class\n',
      'a.csv: the file has no data. Get a complete copy.',
      { header: true },
    ],
    [
      'another header',
      'a.csv',
      'x,label\n0.5,1\n',
      "a.csv, line 1, column 2: the header has 'label' where 'class' is needed. Name the columns as the file does.",
      { header: true },
    ],
    [
      'a header with a column too many',
      'a.csv',
      'x,class,y\n0.5,1\n',
      'a.csv, line 1: the row has 3 columns instead of 2: 1 extra. Mend the line, or the list of columns.',
      { header: true },
    ],
    [
      'a truncated gzip',
      'a.csv.gz',
      sample.subarray(0, sample.length - 10),
      'a.csv.gz: the gzip data end too early. Get a complete copy.',
    ],
    [
      'a gzip cut in its header',
      'a.csv.gz',
      sample.subarray(0, 5),
      'a.csv.gz: the gzip data end too early. Get a complete copy.',
    ],
    [
      'a damaged gzip',
      'a.csv.gz',
      damaged(-8),
      'a.csv.gz: the gzip data are damaged (incorrect data check). Get an intact copy.',
    ],
    [
      'something after the gzip',
      'a.csv.gz',
      Buffer.concat([sample, Buffer.from('more')]),
      'a.csv.gz: the gzip data are damaged (incorrect header check). Get an intact copy.',
    ],
    [
      'text under the name of a gzip',
      'a.csv.gz',
      '0.5,1\n',
      'a.csv.gz: the file is not gzip, though its name ends in .gz. Rename it, or compress it with gzip.',
    ],
    [
      'a gzip under the name of text',
      'a.csv',
      sample,
      'a.csv: the file is not UTF-8 text. Convert it, or add .gz to its name if it is compressed.',
    ],
    [
      'Latin-1',
      'a.csv',
      Uint8Array.of(0x31, 0xe9, 0x2c, 0x31),
      'a.csv: the file is not UTF-8 text. Convert it, or add .gz to its name if it is compressed.',
    ],
    [
      'a text cut within a character',
      'a.csv',
      Uint8Array.of(0x31, 0x2c, 0x31, 0xc3),
      'a.csv: the file is not UTF-8 text. Convert it, or add .gz to its name if it is compressed.',
    ],
    [
      'more text than allowed, as in a gzip bomb',
      'a.csv.gz',
      gzipSync('0.5,1\n'.repeat(1_000_000)),
      'a.csv.gz: the content is longer than 100000 bytes. Raise maxBytes if you trust the file.',
      { maxBytes: 100_000 },
    ],
    [
      'a quote that is not closed',
      'a.csv',
      '0.5,1\n"1,2\n',
      'a.csv, line 2, character 1: a quote is opened and not closed. Quote fields as "..." and double the quotes within.',
    ],
  ])('%s', async (_, name, content, sentence, options) => {
    expect(await reading(name, content, options)).toEqual(left(sentence))
  })

  test('a row without end, as in a gzip bomb', async () => {
    expect(await reading('bomb.csv.gz', gzipSync('1'.repeat(2_000_000)))).toEqual(
      left(
        'bomb.csv.gz, line 1, character 1: the row is longer than 1048576 characters. Quote fields as "..." and double the quotes ' +
          'within.',
      ),
    )
  })

  test('no such file', async () => {
    expect(shown(await readCsv(join(directory, 'none.csv'), points)())).toEqual(
      left('none.csv: there is no such file. Check the path.'),
    )
    expect(shown(await readCsv(join(directory, 'none.csv.gz'), points)())).toEqual(
      left('none.csv.gz: there is no such file. Check the path.'),
    )
  })

  test('a folder', async () => {
    const result = await readCsv(directory, points)()
    expect(isLeft(result) && ShowDataError.show(result.left)).toBe(
      `${directory}: the file cannot be read (EISDIR). Check that it is a file and that you may read it.`,
    )
  })

  test('a row whose fields do not fit each other', async () => {
    const path = join(directory, 'row.csv')
    await writeFile(path, '1,2\n2,1\n')
    const ascending = new t.Type<readonly string[], unknown, unknown>(
      'ascending',
      (_): _ is readonly string[] => true,
      (fields, context) => {
        const [a = '', b = ''] = fields as readonly string[]
        return a < b ? t.success([a, b]) : t.failure(fields, context, `${a} is not below ${b}`)
      },
      t.identity,
    )
    expect(shown(await readCsv(path, { columns: ['low', 'high'], row: ascending })())).toEqual(
      left('row.csv, line 2: 2 is not below 1. Mend the row, or its codec.'),
    )
  })

  test('a codec that gives no message', async () => {
    const path = join(directory, 'literal.csv')
    await writeFile(path, 'yes,maybe\n')
    const answers = row(t.literal('yes'), t.keyof({ yes: null, no: null }))
    expect(shown(await readCsv(path, { columns: ['first', 'second'], row: answers })())).toEqual(
      left(
        `literal.csv, line 1, column 2 (second): 'maybe' is not "yes" | "no". Mend the field, or its codec.`,
      ),
    )
  })
})

describe('never throws, never hangs, and gives rows or an error', () => {
  const isOutcome = async (name: string, content: string | Uint8Array): Promise<void> => {
    const result = await reading(name, content, { maxBytes: 10_000 })
    if (isLeft(result))
      expect(result.left).toMatch(
        /^any\.csv(\.gz)?(, line \d+)?(, column \d+ \(\w+\)|, character \d+)?: [\s\S]+\.$/,
      )
    else
      for (const [x, label] of result.right)
        expect(Number.isFinite(x) && [0, 1, 2].includes(label)).toBe(true)
  }

  test('on any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), bytes => isOutcome('any.csv', bytes)))
  })

  test('on texts that are nearly tables', async () => {
    const pieces = fc.constantFrom(
      '0.5',
      '1',
      ',',
      '\n',
      '\r\n',
      '"',
      '""',
      ' ',
      '\ufeff',
      'NaN',
      '-',
      'e9',
      '\0',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), parts => isOutcome('any.csv', parts.join(''))),
    )
  })

  test('on a compressed table that is cut at any length', async () => {
    const packed = gzipSync('0.5,1\n-2,0\n')
    for (let length = 0; length < packed.length; length++)
      expect(isLeft(await reading('any.csv.gz', packed.subarray(0, length))), `cut to ${length}`).toBe(true)
  })

  test('on a compressed table with any one bit turned over, whose rows are right where there are rows', async () => {
    const packed = gzipSync('0.5,1\n-2,0\n')
    for (let bit = 0; bit < packed.length * 8; bit++) {
      const result = await reading('any.csv.gz', flipped(packed, bit))
      if (!isLeft(result)) expect(result).toEqual(twoRows)
    }
  })
})
