import { describe, expect, test } from 'vitest'
import {
  compile,
  init,
  key,
  layer,
  op,
  repeat,
  smooth,
  smoothOf,
  type Tensor,
  tensor,
  toValues,
  wasm,
} from '../../src/index.ts'

// A pullback of one's own counts within a loop as it does outside of one.

type V = Tensor<[2]>
/** A sign that lets cotangents through, three times as large: by its operations nothing would come back. */
const straight = smooth.withPullback(
  (x: V) => op.sign(x),
  (_x, _y, dy) => op.scale(3)(dy),
)
type Cell = readonly [w: V, s: V, x: V]
const cell = smooth.lift(([w, s, x]: Cell) => {
  const next = op.add(op.scale(0.5)(s), straight(op.mul(w, x))[0])
  return [next, op.mul(next, s)] as const
})
const [w, s] = [tensor([0.5, -2], 'f64'), tensor([1, 3], 'f64')]
const xs = tensor(
  [
    [1, 2],
    [-3, 4],
    [5, -6],
  ],
  'f64',
)
const rows = [0, 1, 2].map(t => op.reshape([2])(op.slice([t, 0], [1, 2])(xs)) as V)

type Loss = (w: V) => Tensor<[]>
const total = (last: V, ys: readonly Tensor[]): Tensor<[]> =>
  ys.reduce<Tensor<[]>>(
    (sum, y) => op.add(sum, op.sum()(y) as Tensor<[]>),
    op.sum()(op.mul(last, last)) as Tensor<[]>,
  )

const unrolled: Loss = p => {
  let now: V = s
  const ys: V[] = []
  for (const x of rows) {
    const [next, y] = cell([p, now, x])[0]
    now = next
    ys.push(y)
  }
  return total(now, ys)
}
const scanned =
  (segments: number): Loss =>
  p => {
    const [[last, ys]] = smooth.scan({ segments })(cell)([p, s, xs])
    return total(last, [ys])
  }

const numbers = (x: unknown): readonly number[] => Array.from(toValues(x as Tensor))
const near = (found: unknown, wanted: unknown): void => {
  const [x, y] = [numbers(found), numbers(wanted)]
  expect(x).toHaveLength(y.length)
  for (const [i, v] of x.entries()) expect(v).toBeCloseTo(y[i] as number, 12)
}
const gradientOf = (loss: Loss) => (p: V) => smooth.gradient(smooth.lift(loss))(p)

describe.each([1, 2])('in %i segments', segments => {
  const loss = scanned(segments)
  test('a gradient of what is lifted', () => {
    near(gradientOf(loss)(w), gradientOf(unrolled)(w))
    expect(numbers(gradientOf(loss)(w)).every(x => x !== 0)).toBe(true)
  })
  test('the same compiled', () => {
    near(compile(gradientOf(loss), { engine: wasm })(w), gradientOf(unrolled)(w))
  })
  test('a tangent', () => {
    const along = (f: Loss) => smooth.jvp(f)(w, tensor([1, -2], 'f64'))[1]
    near(along(loss), along(unrolled))
  })
  test('gradients of a batch', () => {
    const both = tensor(
      [
        [0.5, -2],
        [1, 1],
      ],
      'f64',
    )
    const each = (f: Loss) => smooth.vmap(gradientOf(f))(both)
    near(each(loss), each(unrolled))
  })
  test('only operations, where only they are asked for', () => {
    const byOperations = (f: Loss) => smooth.liftOperations(f)(w)[1](tensor(1, 'f64'))
    expect(numbers(byOperations(loss))).toEqual([0, 0])
  })
})

test('copies of a layer that are one loop', () => {
  const net = repeat(5)(layer.fromSmooth('straight', straight))
  const { params, state } = init(net, { dtype: 'f64' })(key(0))
  const run = smoothOf(net, state)
  const loss = smooth.lift((x: V) => op.sum()(run([params, x] as never)[0] as Tensor) as Tensor<[]>)
  expect(numbers(smooth.gradient(loss)(tensor([2, -1], 'f64')))).toEqual([243, 243])
})
