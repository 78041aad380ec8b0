/**
 * Laws of tables in text: what is written in any dialect is read, and what is wrong is said with its line and column.
 *
 * @module
 */
import fc from 'fast-check'
import * as t from 'io-ts'
import { decodeCsv, row } from '../../src/codec/index.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import {
  anything,
  count,
  dialects,
  inPieces,
  linesOf,
  many,
  points,
  reads,
  says,
  tableOf,
  tables,
  textOf,
} from './csvSamples.ts'
import { same } from './samples.ts'

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
    'comments and, if so wished, blank lines are passed over, wherever they are',
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
