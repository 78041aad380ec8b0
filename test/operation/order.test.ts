import fc from 'fast-check'
import {
  type AnyTensor,
  fromValues,
  op,
  smooth,
  type Tensor,
  tensor,
  toNested,
  toValues,
  zeros,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import { cases, runBy } from '../special/engines.ts'

const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY]

describe.each(cases)('order of special values, %s, %s', (_, dtype, engine) => {
  const gives = (f: (x: Tensor) => unknown, values: readonly number[]): readonly number[] =>
    toNested(runBy(engine, f)(tensor(values, dtype) as Tensor) as AnyTensor) as unknown as readonly number[]
  const values = [nan, 1, -infinity, 0, -0, infinity, 1, nan, -1]

  test('NaN comes last, and equal ones stay as they are', () => {
    expect(gives(op.argsort(0), values)).toEqual([2, 8, 3, 4, 1, 6, 5, 0, 7])
    expect(gives(op.sort(0), values).map(x => x + 0)).toEqual([-infinity, -1, 0, 0, 1, 1, infinity, nan, nan])
  })

  test('in descending order NaN comes first, and equal ones stay as they are', () => {
    const down = { descending: true }
    expect(gives(op.argsort(0, down), values)).toEqual([0, 7, 5, 1, 6, 3, 4, 8, 2])
    expect(gives(op.sort(0, down), values).map(x => x + 0)).toEqual([
      nan,
      nan,
      infinity,
      1,
      1,
      0,
      0,
      -1,
      -infinity,
    ])
    expect(gives(x => op.topK(0, 3)(x).indices, values)).toEqual([0, 7, 5])
  })

  test('cotangents go where the numbers came from', () => {
    const slopes = (x: Tensor) => smooth.lift(op.sort(0))(x)[1](tensor([10, 20, 30], dtype) as never)
    expect(gives(slopes, [3, 1, 2])).toEqual([30, 10, 20])
  })
})

describe('many numbers, which are sorted by their bits', () => {
  const dtypes = ['f64', 'f32', 'i32', 'u8'] as const
  test.each(dtypes)('are in the order that comparing gives, of %s', dtype => {
    const entry = fc.oneof(fc.double(), fc.integer(), fc.integer({ min: -3, max: 3 }))
    fc.assert(
      fc.property(fc.array(entry, { minLength: 401, maxLength: 600 }), fc.boolean(), (list, descending) => {
        const x = fromValues(
          [list.length, 1],
          list.map(v => (dtype === 'u8' ? v & 255 : dtype === 'i32' ? v | 0 : v)),
          dtype,
        ) as Tensor
        const rank = (v: number): number => (Number.isNaN(v) ? 2 : v === infinity ? 1 : 0)
        const numbers = Array.from(toValues(x))
        const compare = (a: number, b: number): number => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)
        const want = numbers
          .map((_, i) => i)
          .sort(
            (i, j) =>
              (descending ? compare(numbers[j]!, numbers[i]!) : compare(numbers[i]!, numbers[j]!)) || i - j,
          )
        const got = toValues(op.argsort(0, { descending })(x))
        expect(Array.from(got)).toEqual(want)
        const sorted = Array.from(toValues(op.sort(0, { descending })(x)), v => v + 0)
        expect(sorted).toEqual(want.map(i => numbers[i]! + 0))
      }),
      { numRuns: 20 },
    )
  })
})

describe('numbers of each kind, at each way of sorting', () => {
  // Of f32 they are rounded, so that many become equal.
  const kinds: Readonly<Record<string, (i: number, n: number) => number>> = {
    'of any size': i => Math.sin(i * i + 1) * 2 ** ((i * 7919) % 120),
    'that agree in their upper bits': i => (i % 2 === 0 ? 1 : -1) * (1 + ((i * 7919) % 1009) * 2 ** -50),
    'in falling order, close to each other': (i, n) => 1 + (n - i) * 2 ** -40,
    'that are all equal': () => -0.5,
    'with NaN, infinities and zeros': i => [nan, infinity, -infinity, 0, -0, i, -i][i % 7]!,
  }
  const rank = (x: number): number => (Number.isNaN(x) ? 1 : 0)
  const compare = (a: number, b: number): number => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)
  describe.each(['f64', 'f32', 'i32', 'u8'] as const)('%s', dtype => {
    test.each(Object.entries(kinds))('%s', (_, at) => {
      for (const n of [1, 40, 65, 500, 2500, 17000]) {
        const x = fromValues(
          [n],
          Array.from({ length: n }, (_, i) => {
            const value = at(i, n)
            return dtype === 'u8' ? Math.floor(value) & 255 : dtype === 'i32' ? Math.floor(value) | 0 : value
          }),
          dtype,
        ) as Tensor
        const numbers = Array.from(toValues(x))
        for (const descending of [false, true]) {
          const want = numbers.map((_, i) => i)
          want.sort((i, j) => (descending ? -1 : 1) * compare(numbers[i]!, numbers[j]!) || i - j)
          expect(Array.from(toValues(op.argsort(0, { descending })(x)))).toEqual(want)
          const sorted = Array.from(toValues(op.sort(0, { descending })(x)), v => v + 0)
          expect(sorted).toEqual(want.map(i => numbers[i]! + 0))
        }
      }
    })
  })

  test('lines that lie apart', () => {
    const x = fromValues(
      [3000, 2],
      Array.from({ length: 6000 }, (_, i) => Math.sin(i * i)),
      'f64',
    ) as Tensor
    const column = (j: number): readonly number[] =>
      Array.from(toValues(x))
        .filter((_, i) => i % 2 === j)
        .sort((a, b) => a - b)
    const sorted = Array.from(toValues(op.sort(0)(x)))
    for (const j of [0, 1]) expect(sorted.filter((_, i) => i % 2 === j)).toEqual(column(j))
  })
})

test('what is not there is said in a sentence', () => {
  expect(() => op.sort(1)(zeros([2]))).toThrow('sort was given axis 1')
  expect(() => op.topK(0, 3)(zeros([2]))).toThrow(
    'topK was asked for 3 elements along axis 0 of [2], which has 2.',
  )
  expect(() => op.takeAlong(1)(zeros([2, 3]), zeros([3, 1], 'i32'))).toThrow(
    'takeAlong along axis 1 needs indices that agree with [2, 3] in the other axes, but was given [3, 1].',
  )
  expect(() => op.takeAlong(0)(zeros([2]), tensor([2], 'i32'))).toThrow(
    'takeAlong was given index 2 at position 0',
  )
})
