import { type AnyTensor, op, smooth, type Tensor, tensor, toNested, zeros } from 'pullback'
import { describe, expect, test } from 'vitest'
import { cases, runBy } from '../special/engines.ts'

const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY]

describe.each(cases)('cumulative operations, %s, %s', (_, dtype, engine) => {
  const of = (values: readonly number[]): Tensor => tensor(values, dtype) as Tensor
  const gives = (f: (x: Tensor) => AnyTensor, values: readonly number[]): unknown =>
    toNested(runBy(engine, f)(of(values)) as AnyTensor)
  /** The gradient of a weighted sum of what a map gives. */
  const slopes =
    (f: (x: Tensor) => Tensor, weights: readonly number[]) =>
    (x: Tensor): Tensor =>
      smooth.lift(f)(x)[1](of(weights) as never)

  test('NaN stays from where it is', () => {
    for (const f of [op.cumSum(0), op.cumProd(0), op.cumMax(0), op.logCumSumExp(0)])
      expect(gives(f, [0, nan, 2])).toEqual([0, nan, nan])
  })

  test('products and their slopes are right where factors are 0', () => {
    expect(gives(op.cumProd(0), [2, 0, 3, 0])).toEqual([2, 0, 0, 0])
    expect(gives(slopes(op.cumProd(0), [0, 0, 1, 0]), [2, 0, 3, 0])).toEqual([0, 6, 0, 0])
    const product = (x: Tensor) => smooth.lift(op.prod())(x)[1](tensor(1, dtype) as never)
    expect(gives(product, [2, 0, 3])).toEqual([0, 6, 0])
    expect(gives(product, [2, 0, 0])).toEqual([0, 0, 0])
    // The slope of the slope by the first factor, 5 · 0, is the product of the rest.
    const second = (x: Tensor) =>
      smooth.lift((y: Tensor) => op.slice([0], [1])(product(y)))(x)[1](of([1]) as never)
    expect(gives(second, [2, 0, 5])).toEqual([0, 5, 0])
  })

  test('logCumSumExp neither overflows nor loses what is small at first', () => {
    expect(gives(op.logCumSumExp(0), [-1e4, 1e4, 0])).toEqual([-1e4, 1e4, 1e4])
    expect(gives(slopes(op.logCumSumExp(0), [1, 1, 1]), [-1e4, 1e4, 0])).toEqual([1, 2, 0])
    expect(gives(op.logCumSumExp(0), [-infinity, 0, infinity, -infinity])).toEqual([
      -infinity,
      0,
      infinity,
      infinity,
    ])
    expect(gives(slopes(op.logCumSumExp(0), [1, 1, 1, 1]), [-infinity, 0, infinity, 0])).toEqual([0, 1, 0, 0])
  })

  test('of several that are largest, the last gets the cotangent of the maximum so far', () => {
    expect(gives(slopes(op.cumMax(0), [1, 1, 1]), [2, 2, 1])).toEqual([1, 2, 0])
  })
})

test('axes that are not there are said by name', () => {
  expect(() => op.cumSum(1)(zeros([2]))).toThrow('cumSum was given axis 1')
  expect(() => op.cumMax(1)(zeros([2]))).toThrow('cumMax was given axis 1')
  expect(() => op.cumProd(0)(zeros([2], 'i32') as never)).toThrow('cumProd needs floats')
  expect(toNested(op.cumSum(0)(zeros([0])))).toEqual([])
})
