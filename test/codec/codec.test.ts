import * as fc from 'fast-check'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { finiteFromString, integerFromString, row } from 'pullback/codec'
import { describe, expect, test } from 'vitest'

const reasons = (result: t.Validation<unknown>): Either<readonly (string | undefined)[], unknown> =>
  isLeft(result) ? left(result.left.map(error => error.message)) : right(result.right)

describe('finiteFromString', () => {
  test.each([
    ['0', 0],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    ['+2E2', 200],
  ])('reads %s', (text, value) => {
    expect(finiteFromString.decode(text)).toEqual(right(value))
  })

  test.each([
    '',
    ' ',
    ' 1',
    '1 ',
    'x',
    '1,5',
    '0x10',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e999',
    '.',
    '1_000',
    '--1',
  ])("refuses '%s'", text => {
    expect(reasons(finiteFromString.decode(text))).toEqual(left([`'${text}' is not a finite number`]))
  })

  test.each([1, null, undefined])('refuses %s, which is no text', value => {
    expect(reasons(finiteFromString.decode(value))).toEqual(left([`${value} is not a finite number`]))
  })

  test('decodes what it encodes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), x => {
        expect(finiteFromString.decode(finiteFromString.encode(x))).toEqual(right(x === 0 ? 0 : x))
      }),
    )
  })
})

describe('integerFromString', () => {
  const label = integerFromString(0, 9)

  test('reads integers in its range', () => {
    expect(['0', '9', '5.0'].map(text => label.decode(text))).toEqual([right(0), right(9), right(5)])
  })

  test.each(['10', '-1', '2.5', 'seven', '', 'NaN', '1e999'])("refuses '%s'", text => {
    expect(reasons(label.decode(text))).toEqual(left([`'${text}' is not an integer from 0 to 9`]))
  })
})

describe('row', () => {
  const point = row(finiteFromString, integerFromString(0, 2))

  test('decodes field by field', () => {
    expect(point.decode(['0.5', '2'])).toEqual(right([0.5, 2]))
    expect(point.encode([0.5, 2])).toEqual(['0.5', '2'])
    expect([point.is([0.5, 2]), point.is([0.5, 3]), point.is([0.5])]).toEqual([true, false, false])
  })

  test('says which field is wrong', () => {
    const result = point.decode(['0.5', '3'])
    expect(reasons(result)).toEqual(left(["'3' is not an integer from 0 to 2"]))
    expect(isLeft(result) && result.left[0]?.context.map(({ key }) => key)).toEqual(['', '1'])
  })

  test.each([
    [['0.5'], 'the row has 1 fields instead of 2'],
    [['0.5', '1', '1'], 'the row has 3 fields instead of 2'],
    ['0.5,1', '0.5,1 is not a list of fields'],
  ])('refuses %j', (input, reason) => {
    expect(reasons(point.decode(input))).toEqual(left([reason]))
  })
})
