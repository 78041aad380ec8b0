/**
 * Bodies of loops in which a value is made of itself over and over: what is looked for in them is looked for once.
 */
import { expect, test } from 'vitest'
import { op, smooth, type Tensor, tensor, toNested } from '../../src/index.ts'

type Row = Tensor<[2]>

const doubled = (x: Row, times: number): Row => (times === 0 ? x : doubled(op.add(x, x), times - 1))

const cell = (times: number) =>
  smooth.lift(([w, s, x]: readonly [Row, Row, Row]) => {
    const many: Row = op.scale(2 ** -times)(doubled(op.add(s, op.mul(w, x)), times))
    const weight: Row = op.scale(2 ** -times)(doubled(w, times))
    return [op.mul(many, many), op.mul(weight, many)] as const
  })

test('sums of sums of one value take no longer for being many', () => {
  const point = [
    tensor([0.5, -0.25]),
    tensor([1, 0.5]),
    tensor([
      [0.5, 1],
      [1, -1],
      [0.25, 0.5],
    ]),
  ] as const
  const [value, pullback] = smooth.scan()(cell(60))(point)
  const [plain, pull] = smooth.scan()(cell(0))(point)
  expect(value.map(toNested)).toEqual(plain.map(toNested))
  // Powers of 2 lose nothing.
  expect(pullback(value).map(toNested)).toEqual(pull(plain).map(toNested))
})
