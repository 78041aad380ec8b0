import * as fc from 'fast-check'
import {
  countRows,
  Eq,
  fromValues,
  key,
  takeRows,
  tensor,
  toNested,
  toValues,
  trainTestSplit,
  zeros,
} from 'pullback'
import { describe, expect, test } from 'vitest'

/** A data set of n examples whose i-th input is [i, -i] and whose i-th target is i. */
const numbered = (n: number) => ({
  inputs: fromValues<number, [number, 2], 'f64'>(
    [n, 2],
    Array.from({ length: n }, (_, i) => [i, -i]).flat(),
    'f64',
  ),
  targets: fromValues<number, [number], 'i32'>(
    [n],
    Array.from({ length: n }, (_, i) => i),
    'i32',
  ),
})

const indices = (values: readonly number[]) =>
  fromValues<number, [number], 'i32'>([values.length], values, 'i32')

describe('takeRows', () => {
  test('takes the rows in the order of the indices, repeated where they are', () => {
    const { inputs, targets } = takeRows(indices([2, 0, 2]))(numbered(3))
    expect(toNested(inputs)).toEqual([
      [2, -2],
      [0, -0],
      [2, -2],
    ])
    expect(toNested(targets)).toEqual([2, 0, 2])
    expect([inputs.dtype, targets.dtype]).toEqual(['f64', 'i32'])
  })

  test('takes a single tensor, and no rows', () => {
    expect(
      toNested(
        takeRows(indices([1]))(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual([[3, 4]])
    expect(
      takeRows(indices([]))(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ).shape,
    ).toEqual([0, 2])
  })

  test('taking all rows is the identity, and taking twice is taking once by the composed indices', () => {
    const index = fc.array(fc.nat(9), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(index, fc.array(fc.nat(99), { maxLength: 12 }), (first, raw) => {
        const second = raw.map(i => i % first.length)
        const { inputs } = numbered(10)
        const all = indices(Array.from({ length: 10 }, (_, i) => i))
        expect(Eq.equals(takeRows(all)(inputs), inputs)).toBe(true)
        const twice = takeRows(indices(second))(takeRows(indices(first))(inputs))
        expect(Eq.equals(twice, takeRows(indices(second.map(i => first[i]!)))(inputs))).toBe(true)
      }),
    )
  })

  test('refuses an index out of range, and names its position', () => {
    expect(() => takeRows(indices([0, 3]))(numbered(3))).toThrow(
      'takeRows was given index 3 at position 1, but there are 3 rows: indices run from 0 to 2.',
    )
    expect(() => takeRows(indices([-1]))(numbered(3))).toThrow('index -1 at position 0')
  })

  test('an index where there are no rows', () => {
    expect(() => takeRows(tensor([0], 'i32'))(zeros([0, 2]))).toThrow(
      'takeRows was given index 0 at position 0, but there are no rows: give it no indices.',
    )
  })

  test('refuses indices that are not a vector', () => {
    expect(() => takeRows(zeros([1, 1], 'i32') as never)(numbered(3))).toThrow(
      'takeRows needs a vector of indices, but was given [1, 1].',
    )
  })

  test('refuses a data set whose tensors differ in their rows, and names them', () => {
    expect(() => takeRows(indices([0]))({ inputs: zeros([3, 2]), targets: zeros([4], 'i32') })).toThrow(
      'inputs has 3 rows ([3, 2]) and targets has 4 ([4]).',
    )
  })
})

describe('countRows', () => {
  test('counts', () => {
    expect(countRows(numbered(5))).toBe(5)
    expect(countRows({ a: { b: [zeros([2]), zeros([2, 3])] } })).toBe(2)
  })

  test('refuses scalars and nothing', () => {
    expect(() => countRows({ x: zeros([]) })).toThrow('x is a scalar')
    expect(() => countRows({})).toThrow('A data set needs at least one tensor')
  })
})

describe('trainTestSplit', () => {
  test('has the sizes of scikit-learn', () => {
    const { train, test: rest } = trainTestSplit(numbered(1797), { test: 0.15 })(key(37))
    expect([train.inputs.shape, train.targets.shape]).toEqual([[1527, 2], [1527]])
    expect([rest.inputs.shape, rest.targets.shape]).toEqual([[270, 2], [270]])
  })

  test('loses and doubles nothing, and keeps inputs and targets together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 1, max: 99 }),
        fc.nat(2 ** 31),
        (n, percent, seed) => {
          const share = percent / 100
          fc.pre(Math.ceil(n * share) < n)
          const { train, test: rest } = trainTestSplit(numbered(n), { test: share })(key(seed))
          expect(countRows(rest)).toBe(Math.ceil(n * share))
          const all = [...toValues(train.targets), ...toValues(rest.targets)]
          expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
          for (const part of [train, rest]) {
            const firsts = Array.from(toValues(part.inputs)).filter((_, i) => i % 2 === 0)
            expect(firsts).toEqual(Array.from(toValues(part.targets)))
          }
        },
      ),
    )
  })

  test('depends on the key, and on nothing else', () => {
    const order = (seed: number) =>
      toNested(trainTestSplit(numbered(50), { test: 0.5 })(key(seed)).train.targets)
    expect(order(1)).toEqual(order(1))
    expect(order(1)).not.toEqual(order(2))
  })

  test.each([0, 1, -0.1, 1.5, Number.NaN])('refuses a share of %d', share => {
    expect(() => trainTestSplit(numbered(4), { test: share })(key(0))).toThrow(
      `trainTestSplit needs a share between 0 and 1 to test on, but was given ${share}.`,
    )
  })

  test('refuses to leave nothing to train on', () => {
    expect(() => trainTestSplit(numbered(2), { test: 0.9 })(key(0))).toThrow(
      'a share of 0.9 of 2 examples leaves none to train on',
    )
  })
})
