/**
 * Laws of fields of tables: numbers, integers, classes, missing values and rows, each read as it is written.
 *
 * @module
 */

import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import {
  finiteFromString,
  finiteWithComma,
  integerFromString,
  labelFromString,
  orMissing,
  row,
} from '../../src/codec/index.ts'
import { every, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { same } from './samples.ts'

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
