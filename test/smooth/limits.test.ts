import {
  compile,
  type Engine,
  type FloatDType,
  full,
  klDivergence,
  negativeLogProbability,
  onesLike,
  op,
  perExample,
  sigmoidCrossEntropy,
  smooth,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  type Tensor,
  tensor,
  toValues,
  zerosLike,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import { coreWays } from '../engines.ts'

const inf = Number.POSITIVE_INFINITY
const engines: readonly (readonly [string, Engine | null])[] = [
  ['evaluated', null],
  ...coreWays.map(engine => [engine.name, engine] as const),
]
const dtypes = ['f32', 'f64'] as const satisfies readonly FloatDType[]
const cases = engines.flatMap(([name, engine]) => dtypes.map(dtype => [name, dtype, engine] as const))

type Map = (x: Tensor) => readonly [y: unknown, pullback: (dy: never) => unknown]

describe.each(cases)('%s, %s', (_, dtype, engine) => {
  /** Value and gradient of the sum of the values. */
  const at = (f: Map, values: readonly unknown[]): readonly [readonly number[], readonly number[]] => {
    const both = (x: Tensor) => {
      const [y, pullback] = f(x)
      return [y as Tensor, pullback(onesLike(y as Tensor) as never) as Tensor] as const
    }
    const x = tensor(values as never, dtype)
    const [y, dx] = (engine === null ? both : compile(both, { engine }))(x)
    const list = (t: Tensor) => Array.from(toValues(t) as ArrayLike<number>)
    return [list(y), list(dx)]
  }

  test('logSumExp of infinite entries is -inf or inf, and its gradient is shared by the largest', () => {
    expect(at(smooth.logSumExp as Map, [-inf, -inf])).toEqual([[-inf], [0.5, 0.5]])
    expect(at(smooth.logSumExp as Map, [inf, 1])).toEqual([[inf], [1, 0]])
    expect(at(smooth.logSumExp as Map, [inf, -inf, inf])).toEqual([[inf], [0.5, 0, 0.5]])
    expect(at(smooth.logSumExp as Map, [-inf, 1])).toEqual([[1], [0, 1]])
    expect(at(smooth.logSumExp as Map, [Number.NaN, 1])).toEqual([[Number.NaN], [Number.NaN, Number.NaN]])
    const huge = dtype === 'f32' ? 3e38 : 1e308
    expect(at(smooth.logSumExp as Map, [huge, -huge])[1]).toEqual([1, 0])
    const rows = at(smooth.logSumExp as Map, [
      [-inf, -inf],
      [0, 0],
      [inf, 1],
    ])
    expect(rows[0][1]).toBeCloseTo(Math.LN2, 6)
    expect(rows[1].map(d => Math.round(d * 1e6) / 1e6)).toEqual([0.5, 0.5, 0.5, 0.5, 1, 0])
  })

  test('softmax and logSoftmax take an entry of -inf for impossible', () => {
    expect(at(smooth.softmax as Map, [0, -inf, 0])).toEqual([
      [0.5, 0, 0.5],
      [0, 0, 0],
    ])
    const [y, dx] = at(smooth.logSoftmax as Map, [0, -inf])
    expect([y, dx]).toEqual([
      [0, -inf],
      [-1, 1],
    ])
  })

  test('negativeLogProbability()([0])([[-1, -inf]]) is 1', () => {
    const labels = tensor([0], 'i32')
    for (const loss of [negativeLogProbability(), perExample.negativeLogProbability()])
      expect(at(loss(labels as never) as never, [[-1, -inf]])).toEqual([[1], [-1, -0]])
  })

  test('softTargetCrossEntropy counts a target of 0 on a score of -inf as 0', () => {
    const loss = softTargetCrossEntropy()(tensor([[0.3, 0.7, 0]], dtype))
    const [[y], dx] = at(loss as never, [[1, 2, -inf]])
    expect(y).toBeCloseTo(0.3 * Math.log(1 + Math.E) + 0.7 * Math.log(1 + 1 / Math.E), 6)
    expect(dx.every(Number.isFinite)).toBe(true)
    const given = softTargetCrossEntropy()(tensor([[0.5, 0.5, 0]], dtype))
    expect(at(given as never, [[1, 2, -inf]])[0][0]).toBeCloseTo(0.8133, 4)
  })

  test('other losses do so too', () => {
    const weighted = softmaxCrossEntropy({ classWeights: tensor([1, 0, 2], dtype) })
    const [[y], dx] = at(weighted(tensor([2], 'i32')) as never, [[1, -inf, 1]])
    expect(y).toBeCloseTo(Math.LN2, 6)
    expect(dx.every(Number.isFinite)).toBe(true)
    expect(at(klDivergence()(tensor([[0, 1]], dtype)), [[-inf, 0]])[0]).toEqual([0])
    expect(at(klDivergence({ logTargets: true })(tensor([[-inf, 0]], dtype)), [[-inf, 0]])[0]).toEqual([0])
  })

  test('sigmoidCrossEntropy of infinite scores is 0 where the target agrees, and else infinite', () => {
    const loss = sigmoidCrossEntropy()(tensor([0], dtype) as Tensor)
    expect(at(loss, [-inf])).toEqual([[0], [0]])
    expect(at(loss, [inf])).toEqual([[inf], [1]])
    const one = sigmoidCrossEntropy()(tensor([1], dtype) as Tensor)
    expect(at(one, [inf])).toEqual([[0], [0]])
    expect(at(one, [-inf])).toEqual([[inf], [-1]])
    expect(at(one, [Number.NaN])).toEqual([[Number.NaN], [Number.NaN]])
    const half = sigmoidCrossEntropy()(tensor([0.5, 0.5], dtype) as Tensor)
    expect(at(half, [1000, -1000])).toEqual([[500], [0.25, -0.25]])
  })

  test('the gradient of Σ safeLog x at [0, 2] is [0, 0.5]; select alone gives NaN', () => {
    expect(
      at(
        smooth.lift((x: Tensor) => op.sum()(op.safeLog(x))),
        [0, 2],
      )[1],
    ).toEqual([0, 0.5])
    const trap = (x: Tensor) => op.sum()(op.select(op.greater(x, zerosLike(x)), op.log(x), zerosLike(x)))
    expect(at(smooth.lift(trap), [0, 2])[1]).toEqual([Number.NaN, 0.5])
    const twice = (x: Tensor) => {
      const isPositive = op.greater(x, zerosLike(x))
      return op.sum()(op.select(isPositive, op.log(op.select(isPositive, x, onesLike(x))), zerosLike(x)))
    }
    expect(at(smooth.lift(twice), [0, 2])[1]).toEqual([0, 0.5])
  })

  test('the gradient of max(‖x‖, 1e-10) at 0 is 0', () => {
    const clipped = (x: Tensor) => op.maximum(op.norm()(x), full([], 1e-10, dtype) as Tensor<[]>)
    expect(at(smooth.lift(clipped), [0, 0, 0])[1]).toEqual([0, 0, 0])
    expect(at(smooth.norm as Map, [3, 4])).toEqual([[5], [expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)]])
    const rows = at(smooth.lift((x: Tensor) => op.norm([1])(x)) as Map, [
      [0, 0],
      [0, -2],
    ])
    expect(rows).toEqual([
      [0, 2],
      [0, 0, 0, -1],
    ])
  })

  test('safe roots and quotients have derivative 0 where they are not smooth, and let NaN pass', () => {
    expect(at(smooth.safeSqrt as Map, [4, 0, -1])).toEqual([
      [2, 0, 0],
      [0.25, 0, 0],
    ])
    expect(at(smooth.safeLog as Map, [1, 0, -1, Number.NaN])[0]).toEqual([0, 0, 0, Number.NaN])
    const inverse = smooth.lift((x: Tensor) => op.safeDiv(onesLike(x), x))
    expect(at(inverse, [0, 2, inf])).toEqual([
      [0, 0.5, 0],
      [0, -0.25, -0],
    ])
  })
})
