import { describe, expect, test } from 'vitest'
import { customLayerCatalogue, layerCatalogue } from '../../laws/catalogueLayers.ts'
import { lawSetsOf } from '../../laws/catalogueEntry.ts'
import { registerLaws } from '../../laws/index.ts'
import { chained, forget } from '../../laws/layerSame.ts'
import {
  type AnyLayer,
  type AnyTensor,
  compile,
  compose,
  concat,
  crossAttention,
  dense,
  dropout,
  dropPath,
  elu,
  embedding,
  evaluation,
  flatten,
  gru,
  hardtanh,
  type Integers,
  init,
  key,
  label,
  layerNorm,
  leakyRelu,
  learnedPositions,
  lstm,
  meanOnlyBatchNorm,
  parallel,
  relu,
  repeat,
  reshape,
  rotaryPositions,
  ShapeError,
  selfAttention,
  sinusoidalPositions,
  softmax,
  softplus,
  tensor,
  tied,
  transformerEncoderBlock,
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
    ['heads that do not divide the width', () => selfAttention<number, number>(6, 4)],
    ['no heads', () => crossAttention<number, number, number>(4, 0, 4)],
    ['an odd width to rotate', () => rotaryPositions(3)],
    ['a base of 1', () => sinusoidalPositions(4, { base: 1 })],
    ['an empty vocabulary', () => embedding(0, 3)],
    ['an epsilon of 0', () => layerNorm(3, { epsilon: 0 })],
    ['no axes to normalise', () => layerNorm([])],
    ['a slope that is NaN', () => elu(Number.NaN)],
    ['ends in the wrong order', () => hardtanh(1, -1)],
    ['a beta below 0', () => softplus(-1)],
    ['a negative hidden size', () => lstm(3, -1)],
    ['no hidden layer', () => transformerEncoderBlock(4, 2, { hidden: 0 })],
    ['a rate above 1', () => dropPath(1.5)],
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
    ['another shape to normalise', layerNorm([2, 3]), [4, 3, 2]],
    ['a vector to attend', selfAttention(4, 2), [3, 4]],
    ['more positions than there are', learnedPositions(2, 4), [1, 3, 4]],
    ['sequences of another width', gru(3, 2), [2, 4, 2]],
    ['no time at all', lstm(3, 2), [2, 0, 3]],
    ['joined rows of other lengths', concat(flatten(), relu()), [2, 2, 2]],
  ] as const)('%s', (_, layer, shape) => {
    expect(() => run(layer, zeros(shape))).toThrow(ShapeError)
  })

  test('a mask of another shape, and one of floats', () => {
    const layer = selfAttention(4, 2, { padding: true })
    expect(() => run(layer, [zeros([2, 3, 4]), zeros([2, 4], 'u8')])).toThrow(ShapeError)
    expect(() => run(layer, [zeros([2, 3, 4]), zeros([2, 3])])).toThrow(
      expect.objectContaining({ _tag: 'DTypeError' }),
    )
  })

  test('memories for another number of sequences', () => {
    expect(() => run(crossAttention(4, 2, 3), [zeros([2, 3, 4]), zeros([1, 3, 3])])).toThrow(ShapeError)
  })

  test('an index outside of the vocabulary, by the name of the layer, evaluated or compiled', () => {
    const net = compose(embedding(5, 3), dense(3, 2))
    const { params, state } = init(net)(key(0))
    const at = (indices: Integers<[2]>) => net.run(params, indices, state, evaluation)[0]
    const message = 'embedding(5, 3) was given index 7 at position 1, but indices run from 0 to 4.'
    expect(() => at(tensor([0, 7], 'i32'))).toThrow(message)
    expect(() => compile(at)(tensor([0, 7], 'i32'))).toThrow(message)
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
