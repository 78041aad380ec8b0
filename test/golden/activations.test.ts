import { expect, test } from 'vitest'
import {
  type AnyLayer,
  evaluation,
  type Layer,
  leakyRelu,
  logSoftmax,
  relu,
  sigmoid,
  smooth,
  smoothOf,
  softmax,
  type Tensor,
  tanh,
} from '../../src/index.ts'
import { type Case, expectStored, floats, golden, relative } from './golden.ts'

const layers: { readonly [name: string]: (config: Case['config']) => AnyLayer } = {
  relu,
  leaky_relu: config => leakyRelu(config.negative_slope),
  sigmoid,
  tanh,
  softmax,
  log_softmax: logSoftmax,
}

const mapOf = (layer: AnyLayer): smooth.Smooth<readonly [object, Tensor], Tensor> =>
  smoothOf(layer as unknown as Layer<Tensor, Tensor, object, object>, {}, evaluation) as never

golden<{ readonly cases: readonly Case[] }>('activations', ({ cases }) => {
  const ours = cases.filter(({ config }) => Object.hasOwn(layers, config.function))

  test('there is a case for each activation', () => {
    expect(new Set(ours.map(({ config }) => config.function))).toEqual(new Set(Object.keys(layers)))
  })

  test.each(ours)('$name', ({ config, inputs, output, cotangent, grads }) => {
    const [y, pullback] = mapOf(layers[config.function]!(config))([{}, floats(inputs.x!)])
    expectStored(y, output, 'the value')
    const [, dx] = pullback(floats(cotangent) as never) as unknown as readonly [unknown, Tensor]
    expectStored(dx, grads.inputs.x!, 'the gradient')
  })
})

golden<{ readonly cases: readonly Case[] }>('numerics', ({ cases }) => {
  const byName = (name: string): Case => cases.find(({ config }) => config.function === name)!

  test.each(['softmax', 'log_softmax'])('%s at extreme scores', name => {
    const { config, inputs, output, cotangent, grads } = byName(name)
    const [y, pullback] = mapOf(layers[config.function]!(config))([{}, floats(inputs.x!)])
    expectStored(y, output, 'the value')
    const [, dx] = pullback(floats(cotangent) as never) as unknown as readonly [unknown, Tensor]
    expectStored(dx, grads.inputs.x!, 'the gradient')
  })

  test.each([
    ['sigmoid', smooth.sigmoid],
    ['log1p', smooth.log1p],
    ['expm1', smooth.expm1],
  ] as const)('%s to the last digits, also where it is small', (name, f) => {
    const { inputs, output } = byName(name)
    expectStored((f as smooth.Smooth<Tensor, Tensor>)(floats(inputs.x!))[0], output, 'the value', relative)
  })
})
