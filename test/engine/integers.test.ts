import { compile, op, type Tensor, tensor, toValues } from 'pullback'
import { describe, expect, test } from 'vitest'
import { coreWays } from '../engines.ts'

const valuesOf = (x: unknown): readonly number[] => Array.from(toValues(x as Tensor) as ArrayLike<number>)
const least = -(2 ** 31)
const most = 2 ** 31 - 1

/** What NumPy 2.4.6 gives for arrays of int32 and uint8: it wraps as well. */
const cases = [
  [
    'mul',
    'i32',
    [123456789, most, least, 65536, -46341],
    [987654321, most, -1, 65536, 46341],
    [-67153019, 1, least, 0, 2147479015],
  ],
  ['add', 'i32', [most, least, most], [1, -1, most], [least, most, -2]],
  ['sub', 'i32', [least, most, 0], [1, -1, least], [most, least, least]],
  ['mul', 'u8', [255, 16, 17], [255, 16, 15], [1, 0, 255]],
  ['add', 'u8', [255, 200], [1, 100], [0, 44]],
  ['sub', 'u8', [0, 1], [1, 255], [255, 2]],
] as const

const ways = [['evaluated', null] as const, ...coreWays.map(engine => [engine.name, engine] as const)]

describe.each(ways)('%s', (_, engine) => {
  const run = (f: (...x: readonly never[]) => unknown, ...x: readonly unknown[]): readonly number[] =>
    valuesOf((engine === null ? f : compile(f, { engine }))(...(x as never[])))

  test.each(cases)('%s of %s wraps exactly', (name, dtype, x, y, want) => {
    expect(run(op[name], tensor([...x], dtype), tensor([...y], dtype))).toEqual(want)
  })

  test('the negative of the least i32 is itself', () => {
    expect(run(op.neg, tensor([least, most], 'i32'))).toEqual([least, -most])
    expect(run(op.neg, tensor([1, 0], 'u8'))).toEqual([255, 0])
  })

  test.each(['f32', 'f64'] as const)(
    '%s becomes integers as in typed arrays: cut off, wrapped around, NaN and ∞ as 0',
    dtype => {
      const given = [
        1.9,
        -1.9,
        2 ** 32 + 512,
        -(2 ** 31) - 512,
        2 ** 31,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        -0,
      ]
      expect(run(op.convert('i32'), tensor(given, dtype))).toEqual([
        1,
        -1,
        512,
        2 ** 31 - 512,
        least,
        0,
        0,
        0,
        0,
      ])
      expect(run(op.convert('u8'), tensor(given, dtype))).toEqual([1, 255, 0, 0, 0, 0, 0, 0, 0])
    },
  )

  test('integers become the nearest f32, ties to even', () => {
    expect(run(op.convert('f32'), tensor([16777217, 16777219, most, least], 'i32'))).toEqual([
      16777216,
      16777220,
      2147483648,
      least,
    ])
  })
})
