import { describe, expect, test } from 'vitest'
import { customLayerCatalogue, layerCatalogue } from '../../laws/catalogueLayers.ts'
import { lawSetsOf } from '../../laws/catalogueEntry.ts'
import { registerLaws } from '../../laws/index.ts'
import { chained, forget } from '../../laws/layerSame.ts'
import {
  type AnyLayer,
  type AnyTensor,
  compose,
  concat,
  dense,
  dropout,
  evaluation,
  flatten,
  key,
  label,
  leakyRelu,
  meanOnlyBatchNorm,
  parallel,
  relu,
  repeat,
  reshape,
  ShapeError,
  softmax,
  tied,
  zeros,
} from '../../src/index.ts'

describe.each([
  ['layers', layerCatalogue],
  ['layer', customLayerCatalogue],
])('%s', (_, entries) => {
  const sets = new Map(lawSetsOf(entries).map(([name, set]) => [set, name]))
  for (const [set, name] of sets) describe(name, () => registerLaws(set, test))
})

const run = (layer: AnyLayer, x: AnyTensor | readonly AnyTensor[]): unknown => {
  const plain = forget(layer)
  const { params, state } = plain.init(key(0), 'f32')
  return plain.run(params, x, state, evaluation)[0]
}

describe('what layers refuse', () => {
  test.each([
    ['no integer size', () => dense(2.5, 3)],
    ['no outputs', () => dense(3, 0)],
    ['a rate of 1', () => dropout(1)],
    ['a rate that is NaN', () => dropout(Number.NaN)],
    ['an infinite slope', () => leakyRelu(Number.POSITIVE_INFINITY)],
    ['no times', () => tied(0, relu())],
    ['half a time', () => repeat(1.5 as number, relu())],
    ['two layers of one label', () => compose(label('a', relu()), label('a', relu()))],
    ['a label that looks like a position', () => label('0', relu())],
    ['a momentum above 1', () => meanOnlyBatchNorm(2, { momentum: 1.5 })],
  ])('%s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ _tag: 'ArgumentError' }))
  })

  test.each([
    ['another last axis', dense(3, 2), [4, 2]],
    ['a scalar', dense(3, 2), []],
    ['a scalar', flatten(), []],
    ['another number of elements', reshape([2, 2]), [4, 3]],
    ['an empty row', softmax(), [2, 0]],
    ['an empty batch', meanOnlyBatchNorm(3), [0, 3]],
    ['joined rows of other lengths', concat(flatten(), relu()), [2, 2, 2]],
  ] as const)('%s', (_, layer, shape) => {
    expect(() => run(layer, zeros(shape))).toThrow(ShapeError)
  })

  test('a tuple of another length', () => {
    expect(() => run(parallel(relu(), relu()), [zeros([2])])).toThrow(
      expect.objectContaining({ _tag: 'ArgumentError' }),
    )
  })

  test('the error of an inner layer names the way to it', () => {
    const net = chained(forget(label('hidden', dense(3, 2))), chained(forget(relu()), forget(dense(5, 2))))
    expect(() => run(net, zeros([4, 3]))).toThrow(
      expect.objectContaining({ path: ['[1] compose(relu, dense(5, 2))', '[1] dense(5, 2)'] }),
    )
  })
})
