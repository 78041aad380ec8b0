import { describe, expect, test } from 'vitest'
import { compile, engines, key, op, random, type Tensor, tensor, toValues } from '../../src/index.ts'

// A program that writes beyond a result spoils what lies beside it: here something that is needed later lies on both sides of
// each result, made before it and read after it.
const x = random.normal([6, 4])(key(1))
const rows = tensor([5, 0, 0, 3, 5], 'i32')
const starts = tensor([3, 2], 'i32')
const taken = random.normal([5, 4])(key(2))

const operations: Readonly<Record<string, (x: Tensor, taken: Tensor) => Tensor>> = {
  scatterAdd: (_, p) => op.scatterAdd(6)(p as Tensor<[5, 4]>, rows) as Tensor,
  // Where many rows meet in one their sums are kept in f64, in memory of their own.
  'scatterAdd of many': (_, p) =>
    op.scatterAdd(6)(
      op.concat(0)(...Array.from({ length: 20 }, () => p as Tensor<[number, 4]>)) as Tensor<[100, 4]>,
      tensor(
        Array.from({ length: 100 }, (_, i) => (i * 5) % 6),
        'i32',
      ),
    ) as Tensor,
  gather: a => op.gather(a as Tensor<[6, 4]>, rows) as Tensor,
  'sum of rows': a => op.sum([1])(a) as Tensor,
  'sum of columns': a => op.sum([0])(a) as Tensor,
  matmul: (a, p) => op.matmulNT(a as Tensor<[6, 4]>, p as Tensor<[5, 4]>) as Tensor,
  concat: (a, p) => op.concat(0)(a as Tensor<[6, 4]>, p as Tensor<[5, 4]>) as Tensor,
  pad: a => op.pad([1, 0], [2, 1])(a as Tensor<[6, 4]>) as Tensor,
  dynamicSlice: a => op.dynamicSlice([3, 2])(a, starts),
  dynamicUpdateSlice: (a, p) => op.dynamicUpdateSlice(a, op.slice([0, 0], [3, 2])(p), starts),
  slice: a => op.slice([1, 1], [3, 2])(a) as Tensor,
  transpose: a => op.transpose([1, 0])(a) as Tensor,
}

// A product is a value of its own in memory; the hole that it leaves when no equation needs it any more is where the next result goes,
// between what was made before and what was made after it.
const square = random.normal([4, 4])(key(3))
const product = (a: Tensor): Tensor => op.matmul(a as Tensor<[6, 4]>, op.convert(a.dtype)(square)) as Tensor

const beside =
  (f: (typeof operations)[string]) =>
  (a: Tensor, p: Tensor): readonly Tensor[] => {
    const before = product(a)
    const hole = product(before)
    const after = product(op.neg(a))
    const last = product(hole)
    const result = f(after, p)
    const again = f(last, p)
    return [before, after, last, result, again]
  }

describe.each(['f32', 'f64'] as const)('in %s nothing beside a result is written to by', dtype => {
  test.each(Object.entries(operations))('%s', (_, f) => {
    const inputs = [op.convert(dtype)(x) as Tensor, op.convert(dtype)(taken) as Tensor] as const
    const right = beside(f)(...inputs)
    for (const engine of Object.values(engines))
      compile(beside(f), { engine })(...inputs).forEach((y, i) => {
        const [ys, zs] = [toValues(y), toValues(right[i]!)]
        expect(ys.length).toBe(zs.length)
        ys.forEach((value, j) => {
          expect(value).toBeCloseTo(zs[j] as number, 4)
        })
      })
  })
})
