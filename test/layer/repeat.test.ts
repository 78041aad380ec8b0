import { pipe } from 'fp-ts/lib/function.js'
import {
  adam,
  batchNorm,
  compose,
  dense,
  dropout,
  init,
  key,
  label,
  meanSquaredError,
  program,
  repeat,
  residual,
  sgd,
  supervised,
  tanh,
  trainingStep,
  zeros,
} from 'pullback'
import { expect, test } from 'vitest'

const block = residual(compose(dense(4, 4), batchNorm(4), tanh(), dropout(0.5)))

const shapesOf = (times: number): readonly (readonly number[])[] => {
  const { params, state } = init(repeat(times)(block))(key(0))
  const [{ w, b }, { scale }] = params
  return [w, b, scale, state[1].mean].map(({ shape }) => shape)
}

test('parameters and states of copies are stacked', () => {
  expect(shapesOf(1)).toEqual([
    [1, 4, 4],
    [1, 4],
    [1, 4],
    [1, 4],
  ])
  expect(shapesOf(3)).toEqual([
    [3, 4, 4],
    [3, 4],
    [3, 4],
    [3, 4],
  ])
})

test.each([
  ['sgd', sgd(0.1)],
  ['adam', adam()],
])('a training step with %s is as large for thirty copies as for two', (_, optimiser) => {
  const equations = (times: number): number => {
    const net = repeat(times)(block)
    const { params, state } = init(net)(key(0))
    const batch = { inputs: zeros([5, 4]), targets: zeros([5, 4]) }
    const step = trainingStep(optimiser as never)(pipe(net, supervised(meanSquaredError())) as never)
    const start = { params, state, optimiser: optimiser.init(params) }
    return program.trace(step as never)(start, batch, optimiser.rates(0), key(1)).program.equations.length
  }
  expect(equations(30)).toBe(equations(2))
})

test('copies of a labelled layer are found by their positions', () => {
  const plain = dense(2, 2)
  const [named, unnamed] = [repeat(3)(label('body')(plain)), repeat(3)(plain)]
  expect(init(named)(key(0))).toEqual(init(unnamed)(key(0)))
  expect(named.name).toBe(unnamed.name)
})
