import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import {
  adam,
  adamw,
  amsgrad,
  batchNorm,
  compose,
  dense,
  init,
  key,
  linear,
  momentum,
  nesterov,
  op,
  radam,
  relu,
  repeat,
  rmsprop,
  scalar,
  sgd,
  type Tensor,
  tensor,
  tree,
  zeros,
} from 'pullback'
import { optimiserFromPyTorch, optimiserToPyTorch, showPyTorchError } from 'pullback/pytorch'
import { expect, test } from 'vitest'

const net = compose(linear(3, 2), batchNorm(2), relu(), repeat(2)(dense(2, 2)))
const { params } = init(net)(key(0))
// Gradients of all different numbers.
const gradients = tree.map((x: Tensor) => op.scale(0.1)(op.add(x, op.scale(0.3)(op.cos(x)))))(params)

const optimisers = [
  adam(0.1),
  adamw(0.1),
  amsgrad(0.1),
  radam(0.1),
  momentum(0.1),
  nesterov(0.1),
  sgd(0.1),
] as const

test.each(optimisers.map(each => [each.name, each] as const))('%s: there and back', (_, optimiser) => {
  const own = optimiser as ReturnType<typeof adam>
  const [, state] = own.update(gradients, own.init(params), params, own.rates(0))
  const isCounted = !/^sgd|Momentum/.test(own.name)
  const tensors = optimiserToPyTorch(own, net)({ optimiser: state, step: isCounted ? 7 : null })
  const read = optimiserFromPyTorch(own, net)(tensors)
  expect(isRight(read) && read.right).toEqual({ optimiser: state, step: isCounted ? 7 : null })
})

test('numbers are those of parameters, which running statistics are not', () => {
  const names = Object.keys(optimiserToPyTorch(adam(), net)({ optimiser: adam().init(params), step: 1 }))
  expect(names.filter(name => name.endsWith('.exp_avg'))).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map(i => `state.${i}.exp_avg`),
  )
})

test('another order is that of its names', () => {
  const layer = dense(3, 2)
  const order = ['bias', 'weight']
  const read = optimiserFromPyTorch(momentum(0.1), layer, { order })({
    'state.0.momentum_buffer': tensor([1, 2]),
    'state.1.momentum_buffer': zeros([2, 3]),
  })
  expect(isRight(read) && read.right.step).toBe(null)
  expect(() => optimiserFromPyTorch(momentum(0.1), layer, { order: ['weight'] })).toThrow(
    /'bias' is not there/,
  )
})

test('what does not fit is named', () => {
  const read = optimiserFromPyTorch(
    adam(),
    dense(3, 2),
  )({
    'state.0.step': scalar(3),
    'state.1.step': scalar(4),
    'state.0.exp_avg': zeros([3, 2]),
    'state.0.exp_avg_sq': zeros([2, 3]),
    'state.1.exp_avg': zeros([2]),
    'state.2.exp_avg': zeros([2]),
  })
  if (!isLeft(read)) throw new Error('read')
  expect(showPyTorchError(read.left).split('\n').slice(1, 5)).toEqual([
    '  "state.0.exp_avg" is f32[3, 2], but f32[2, 3] is expected, which becomes optimiser.0.mean.w',
    '  "state.1.exp_avg_sq" is missing: f32[2] is expected, which becomes optimiser.0.square.b',
    '  "state.1.step" is 4, but a number of steps, the same for all parameters, is expected, which becomes step',
    '  "state.2.exp_avg" is not expected: it is f32[2]',
  ])
})

test('other optimisers are refused', () => {
  expect(() => optimiserFromPyTorch(rmsprop(0.1), net)).toThrow(/cannot map the state of .*adam/s)
  expect(() => optimiserToPyTorch(adam(), net)({ optimiser: adam().init(params), step: null })).toThrow(
    /number of steps/,
  )
  expect(() => optimiserToPyTorch(adam(), dense(9, 9))({ optimiser: adam().init(params), step: 1 })).toThrow(
    /a state of/,
  )
})
