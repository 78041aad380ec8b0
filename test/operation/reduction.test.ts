import { type AnyTensor, op, smooth, type Tensor, tensor, toNested, zeros } from 'pullback'
import { describe, expect, test } from 'vitest'
import { cases, runBy } from '../special/engines.ts'

const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY]

describe.each(cases)('reductions of special values, %s, %s', (_, dtype, engine) => {
  const of = (rows: readonly (readonly number[])[]): Tensor => tensor(rows, dtype) as unknown as Tensor
  const gives = (f: (x: Tensor) => AnyTensor, rows: readonly (readonly number[])[]): unknown =>
    toNested(runBy(engine, f)(of(rows)) as AnyTensor)

  test('NaN is not passed over', () => {
    const rows = [
      [1, nan],
      [2, 3],
    ]
    const over = { min: op.min([1]), mean: op.mean([1]), variance: op.variance([1]), std: op.std([1]) }
    for (const [name, f] of Object.entries({ ...over, norm: op.norm([1]), logSumExp: op.logSumExp([1]) }))
      expect((gives(f, rows) as readonly number[])[0], name).toBeNaN()
    expect(gives(x => op.min([1])(x), rows)).toEqual([nan, 2])
    expect(gives(x => op.argmin(x as Tensor<[number, number]>), rows)).toEqual([1, 0])
    expect(gives(x => op.argmin(0)(x), rows)).toEqual([0, 0])
    expect(gives(x => op.all([1])(x), rows)).toEqual([1, 1])
    expect(
      gives(
        x => op.any([1])(x),
        [
          [nan, 0],
          [0, -0],
        ],
      ),
    ).toEqual([1, 0])
  })

  test('nothing is reduced to what NumPy says', () => {
    const none = zeros([2, 0], dtype) as unknown as Tensor
    const ofNone = (f: (x: Tensor) => AnyTensor): unknown => toNested(runBy(engine, f)(none) as AnyTensor)
    expect(ofNone(op.mean([1]))).toEqual([nan, nan])
    expect(ofNone(op.variance([1], { unbiased: true }))).toEqual([nan, nan])
    expect(ofNone(op.logSumExp([1]))).toEqual([-infinity, -infinity])
    expect(ofNone(op.all([1]))).toEqual([1, 1])
    expect(ofNone(op.any([1]))).toEqual([0, 0])
    expect(gives(op.variance([1], { unbiased: true }), [[5]])).toEqual([nan])
  })

  test('equal numbers have themselves as mean and no deviation, with derivative 0', () => {
    const rows = [Array.from({ length: 49 }, () => 0.5), Array.from({ length: 49 }, () => 3)]
    expect(gives(x => op.mean([1])(x), rows)).toEqual([0.5, 3])
    expect(gives(x => op.std([1])(x), rows)).toEqual([0, 0])
    const slopes = (x: Tensor) => smooth.lift(op.std([1]))(x)[1](tensor([1, 1], dtype) as never)
    expect(gives(slopes, rows)).toEqual(rows.map(row => row.map(() => 0)))
  })

  test('logSumExp is finite where exponentials overflow, and those that are infinite share', () => {
    expect(gives(op.logSumExp([1]), [[1e5, 0]])).toEqual([1e5])
    expect(
      gives(op.logSumExp([1]), [
        [-infinity, -infinity],
        [infinity, 0],
      ]),
    ).toEqual([-infinity, infinity])
    const slopes = (x: Tensor) => smooth.lift(op.logSumExp([1]))(x)[1](tensor([1, 1, 1], dtype) as never)
    expect(
      gives(slopes, [
        [-infinity, -infinity],
        [infinity, 0],
        [-infinity, 7],
      ]),
    ).toEqual([
      [0.5, 0.5],
      [1, 0],
      [0, 1],
    ])
  })
})

test('integers count for all and any, and floats are asked for elsewhere', () => {
  const x = tensor(
    [
      [1, 0],
      [2, -3],
    ],
    'i32',
  )
  expect(toNested(op.all([1])(x))).toEqual([0, 1])
  expect(toNested(op.any([0], { keep: true })(x))).toEqual([[1, 1]])
  expect(() => op.mean()(x as never)).toThrow('mean needs floats, but was given i32 of shape [2, 2]')
})

test('axes that are not there, or have nothing to choose from, are said by name', () => {
  const x = zeros([2, 0])
  expect(() => op.std([2])(x)).toThrow('std was given axis 2, but a tensor of shape [2, 0] has axes 0 to 1.')
  expect(() => op.min([1])(x)).toThrow('min over axis 1 of [2, 0] has no elements to choose from.')
  expect(() => op.argmin(3)(x)).toThrow('argmin was given axis 3')
  expect(() => op.argmax(1)(x)).toThrow('argmax needs a last axis with elements')
})
