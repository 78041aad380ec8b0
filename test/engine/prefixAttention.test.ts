import { describe, expect, test } from 'vitest'
import {
  compile,
  engines,
  type Integers,
  key,
  op,
  random,
  scalar,
  type Tensor,
  toValues,
  wasmThreads,
} from '../../src/index.ts'
import { prefixAttention } from '../../src/primitive/product/prefixAttention.ts'

const cases = [
  { batch: 1, heads: 1, groups: 1, time: 1, size: 4, capacity: 1, positions: [0] },
  { batch: 2, heads: 4, groups: 2, time: 3, size: 8, capacity: 11, positions: [0, 1, 5, 8] },
  { batch: 1, heads: 2, groups: 1, time: 1, size: 72, capacity: 40, positions: [0, 2, 3, 38, 39] },
  { batch: 1, heads: 1, groups: 1, time: 2, size: 3, capacity: 9, positions: [0, 6] },
  { batch: 1, heads: 2, groups: 2, time: 1, size: 32, capacity: 700, positions: [254, 255, 256, 257, 699] },
  // in chunks
  { batch: 3, heads: 6, groups: 3, time: 2, size: 16, capacity: 1200, positions: [0, 700, 1198] },
] as const

const all = [...Object.values(engines), wasmThreads(1), wasmThreads(3)].map(
  engine => [engine.name, engine] as const,
)

describe.each(all)('on %s', (_, engine) => {
  test.each(cases)('$time of $capacity positions of $size features see what has come', sizes => {
    const { batch, heads, groups, time, size, capacity, positions } = sizes
    for (const dtype of ['f32', 'f64'] as const) {
      const [q, k, v] = [
        [batch, heads, time, size],
        [batch, groups, capacity, size],
        [batch, groups, capacity, size],
      ].map((shape, i) => random.normal(shape, 0, 1, { dtype })(key(i))) as [Tensor, Tensor, Tensor]
      const beside = (a: Tensor, b: Tensor, c: Tensor, at: Integers<[]>) =>
        [op.neg(a), prefixAttention(a, b, c, at), op.sum()(a)] as const
      const run = compile(beside, { engine })
      for (const position of positions) {
        const at = scalar(position, 'i32')
        const wanted = toValues(prefixAttention(q, k, v, at))
        const [negative, y] = run(q, k, v, at)
        expect(negative).toEqual(op.neg(q))
        toValues(y).forEach((value, i) => {
          expect(value).toBeCloseTo(wanted[i] as number, dtype === 'f32' ? 4 : 10)
        })
      }
      const beyond = scalar(capacity - time + 1, 'i32')
      expect(() => run(q, k, v, beyond)).toThrow(
        `prefixAttention was given position ${capacity - time + 1}, but ${time} of ${capacity} positions begin from 0 to ${capacity - time}.`,
      )
    }
  })

  test('what has not come is not read, and NaN that has come is seen', () => {
    const q = random.normal([1, 1, 1, 4])(key(1)) as Tensor
    const [k, v] = [random.normal([1, 1, 9, 4])(key(2)), random.normal([1, 1, 9, 4])(key(3))] as [
      Tensor,
      Tensor,
    ]
    const spoilt = op.dynamicUpdateSlice(
      k,
      op.slice([0, 0, 0, 0], [1, 1, 3, 4])(op.scale(Number.NaN)(k)),
      [0, 0, 6, 0],
    )
    const run = compile(prefixAttention, { engine })
    expect(run(q, spoilt, v, scalar(5, 'i32'))).toEqual(run(q, k, v, scalar(5, 'i32')))
    for (const value of toValues(run(q, spoilt, v, scalar(6, 'i32')))) expect(value).toBeNaN()
  })
})
