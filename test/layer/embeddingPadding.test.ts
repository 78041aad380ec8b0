import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  adamw,
  compile,
  compose,
  dense,
  embedding,
  flatten,
  init,
  key,
  meanSquaredError,
  smoothOf,
  supervised,
  tensor,
  toValues,
  trainingStep,
} from '../../src/index.ts'
import { every } from '../engines.ts'

const net = compose(embedding(4, 2, { padding: 0 }), flatten(), dense(6, 1))
const batch = {
  inputs: tensor(
    [
      [1, 2, 0],
      [3, 0, 0],
    ],
    'i32',
  ),
  targets: tensor([[1], [-1]]),
}

test.each(every)('the row of the padding stays zeros while the others learn: $name', engine => {
  const optimiser = adamw(0.1, { weightDecay: 0.1 })
  const step = compile(pipe(net, supervised(meanSquaredError()), trainingStep(optimiser)), { engine })
  const { params, state } = init(net)(key(0))
  let now = { params, state, optimiser: optimiser.init(params) }
  for (let i = 0; i < 3; i++) now = step(now, batch, optimiser.rates(i), key(i)).next
  const rowsOf = ([{ w }]: typeof params) =>
    Array.from({ length: 4 }, (_, i) => [...toValues(w)].slice(2 * i, 2 * i + 2))
  const [before, after] = [rowsOf(params), rowsOf(now.params)]
  expect(before[0]).toEqual([0, 0])
  expect(after[0]).toEqual([0, 0])
  for (const row of [1, 2, 3]) expect(after[row]).not.toEqual(before[row])
})

test('indices of bytes are compared with a padding that a byte cannot hold', () => {
  const wide = embedding(400, 1, { padding: 300 })
  const { params, state } = init(wide)(key(0))
  const [, pullback] = smoothOf(wide, state)([params, tensor([44], 'u8')])
  const [{ w }] = pullback(tensor([[1]]))
  expect(toValues(w)[44]).toBe(1)
})
