import {
  type AnyTensor,
  batchNorm,
  fromValues,
  groupNorm,
  init,
  key,
  layerNorm,
  op,
  rmsNorm,
  type Shape,
  smoothOf,
  tree,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import { cases, runBy } from './engines.ts'
import { listOf } from './same.ts'

/** Each with the shape of so many numbers that are normalised together. */
const norms: readonly (readonly [string, (n: number) => unknown, (n: number) => Shape])[] = [
  ['batchNorm', () => batchNorm(3), n => [n, 3]],
  ['batchNorm of images', () => batchNorm(1), n => [n, 1, 1, 1]],
  ['layerNorm', n => layerNorm(n), n => [3, n]],
  ['groupNorm', n => groupNorm(1, n), n => [3, n]],
]

describe.each(cases)('norms, %s, %s', (_, dtype, engine) => {
  /** Value, gradient for a cotangent of x itself, and the state after. */
  const prepare = (layer: unknown, shape: Shape) => {
    const { params, state } = init(layer as never, { dtype })(key(0)) as { params: never; state: never }
    const f = (x: AnyTensor) => {
      const smooth = smoothOf(layer as never, state, { mode: 'training', key: key(0) } as never) as never as (
        a: unknown,
      ) => readonly [AnyTensor, (dy: unknown) => readonly [unknown, AnyTensor]]
      const [y, pullback] = smooth([params, x])
      return [y, pullback(x)[1]]
    }
    const prepared = runBy(engine, f) as typeof f
    return (values: readonly number[]): readonly (readonly number[])[] =>
      prepared(fromValues(shape, values, dtype)).map(listOf)
  }
  const run = (layer: unknown, shape: Shape, values: readonly number[]) => prepare(layer, shape)(values)
  const sizes = [3, 8, 100]

  for (const [name, layer, shapeOf] of norms) {
    test(`${name} of equal numbers is 0, whatever they are`, () => {
      for (const n of sizes) {
        const normalise = prepare(layer(n), shapeOf(n))
        for (const value of [0, 0.1, -1234.567, 12345.678, 1e7, dtype === 'f32' ? 1e15 : 1e100]) {
          const count = shapeOf(n).reduce((product, size) => product * size, 1)
          const [y] = normalise(Array(count).fill(value))
          expect(new Set((y as readonly number[]).map(Math.abs)), `${n} times ${value}`).toEqual(new Set([0]))
        }
      }
    })

    test(`${name} of numbers that lie far from 0 is that of their distances`, () => {
      const far = dtype === 'f32' ? 2 ** 20 : 2 ** 44
      for (const n of sizes) {
        const shape = shapeOf(n)
        const count = shape.reduce((product, size) => product * size, 1)
        const near = Array.from({ length: count }, (_, i) => ((i * 7) % 5) + (i % 3) / 4)
        const normalise = prepare(layer(n), shape)
        const [want] = normalise(near)
        const [y] = normalise(near.map(x => x + far))
        ;(y as readonly number[]).forEach((value, i) => {
          expect(Math.abs(value - (want?.[i] as number)), `${n}`).toBeLessThan(dtype === 'f32' ? 1e-5 : 1e-13)
        })
      }
    })
  }

  test('the state of batchNorm follows the mean of numbers far from 0', () => {
    const layer = batchNorm(1, { momentum: 1 })
    const { params, state } = init(layer, { dtype })(key(0))
    const far = dtype === 'f32' ? 2 ** 20 : 2 ** 44
    const f = (x: never) => layer.run(params, x, state, { mode: 'training', key: key(0) })[2]
    const next = runBy(
      engine,
      f,
    )(
      fromValues(
        [4, 1],
        [0, 1, 2, 1].map(x => x + far),
        dtype,
      ) as never,
    )
    expect(tree.tensors(next).flatMap(x => listOf(x as AnyTensor))).toEqual([
      far + 1,
      expect.closeTo(2 / 3, 6),
    ])
  })

  test('layerNorm of one feature is 0, with gradient 0, and rmsNorm of zeros is 0', () => {
    expect(run(layerNorm(1), [3, 1], [5, -1e30, 0.1]).map(list => list.map(Math.abs))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(run(rmsNorm(3), [1, 3], [0, -0, 0])[0]?.map(Math.abs)).toEqual([0, 0, 0])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'one %d makes NaN of all that is normalised with it, and of nothing else',
    bad => {
      for (const at of [0, 1, 2]) {
        const rows = [1, 2, 3, 4, 5, 6].map((x, i) => (i === at ? bad : x))
        const [y] = run(layerNorm(3), [2, 3], rows)
        expect(y?.map(Number.isNaN)).toEqual([true, true, true, false, false, false])
        const columns = op.transpose([1, 0])(fromValues([2, 3], rows, dtype))
        const [z] = run(batchNorm(2), [3, 2], listOf(columns))
        expect(z?.map(Number.isNaN)).toEqual([true, false, true, false, true, false])
      }
    },
  )
})
