import { pipe } from 'fp-ts/lib/function.js'
import * as pullback from 'pullback'
import { stablehlo, stablehloStep } from 'pullback/stablehlo'
import { describe, expect, test } from 'vitest'
import { layers } from '../contract/examples/layers.ts'
import { optimisers } from '../optimisers.ts'
import { complaintsIn } from './lines.ts'

// What layers and optimisers are made of is written: values, derivatives and random draws.

const { compose, dense, init, key, relu, smoothOf, softmaxCrossEntropy, supervised, tensor, zeros } = pullback

type AnyLayer = pullback.Layer<unknown, pullback.Tensor, unknown, unknown>
type Made = (...given: readonly unknown[]) => unknown

const made = Object.entries(layers).flatMap(([name, { calls, input }]) => {
  // A tap looks at values, which a program has not.
  if (input === undefined || name === 'tap') return []
  const layer = calls.reduce<unknown>((f, given) => (f as Made)(...given), Reflect.get(pullback, name))
  return [[name, layer as AnyLayer, input] as const]
})

test('there are layers', () => {
  expect(made.length).toBeGreaterThan(60)
})

describe('every layer', () => {
  test.each(made)('%s is written in training, with its pullback', (_, layer, input) => {
    const { params, state } = init(layer)(key(0))
    const f = (p: unknown, x: unknown, bits: pullback.Integers<[2]>) => {
      const [y, pull] = smoothOf(layer, state, { mode: 'training', key: { bits } })([p, x])
      return [y, pull(y)]
    }
    const { text } = stablehlo()(f)(params, input, key(1).bits)
    expect(complaintsIn(text)).toEqual([])
  })
})

const example = { inputs: zeros([2, 3]), targets: tensor([0, 1], 'i32') }
const objective = pipe(compose(dense(3, 4), relu(), dense(4, 2)), supervised(softmaxCrossEntropy()))

describe('every optimiser', () => {
  test.each(Object.entries(optimisers))('%s is written, with rates as f32', (_, optimiser) => {
    const { text, manifest } = stablehloStep(optimiser, example)(objective)
    expect(complaintsIn(text)).toEqual([])
    expect(manifest.inputs.filter(({ type }) => type === 'f64')).toEqual([])
    const states = manifest.inputs.filter(({ role }) => role === 'donated').map(({ path }) => path)
    expect(manifest.outputs.map(({ path }) => path)).toEqual([...states, 'loss'])
  })
})
