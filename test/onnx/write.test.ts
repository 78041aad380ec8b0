import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { portsIn } from '../../src/exchange/named.ts'
import {
  type AnyLayer,
  type AnyTensor,
  adam,
  compose,
  conv2d,
  dense,
  evaluation,
  flatten,
  init,
  key,
  layerNorm,
  logSoftmax,
  maxPool2d,
  ones,
  op,
  predict,
  relu,
  softmax,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  toValues,
  zeros,
} from '../../src/index.ts'
import { decodeModelFile } from '../../src/onnx/file/decodeModel.ts'
import type { Graph } from '../../src/onnx/file/messages.ts'
import { fromOnnx, type OnnxFile, onnx, onnxModel, onnxStep } from '../../src/onnx/index.ts'
import { mapTensors, tensorsIn } from '../../src/tensor/form.ts'
import { apart } from '../exchange/onnxruntime/apart.ts'
import { layers } from './layers.ts'

const graphOf = ({ bytes }: OnnxFile): Graph => {
  const model = decodeModelFile(bytes)
  if (!isRight(model)) throw new Error('not a model file')
  return model.right.graph as Graph
}

const operatorsOf = (file: OnnxFile): readonly (string | undefined)[] =>
  graphOf(file)
    .node.map(node => node.op_type)
    .filter(name => name !== 'Constant')

const readBack = (file: OnnxFile) => {
  const read = fromOnnx(file.bytes, { external: file.external })
  if (!isRight(read)) throw new Error(JSON.stringify(read.left))
  return read.right
}

const onesLike = mapTensors((x: AnyTensor) => ones(x.shape, x.dtype as 'f32'))

/** What comes of a file that has one input or several, by name. */
const byName = (file: OnnxFile, input: unknown): unknown => {
  const tensors = tensorsIn(input)
  return tensors.length === 1
    ? tensors[0]
    : Object.fromEntries(tensors.map((x, i) => [(file.inputs[i] as { name: string }).name, x]))
}

describe('a layer that is written and read is what it was, values and gradients:', () => {
  test.each(Object.entries(layers))('%s', (name, [make, input]) => {
    const net = make() as AnyLayer
    const model = init(net)(key(1))
    const file = onnxModel(net, input as never, { batch: name === 'cached' ? 'fixed' : 'any' })(model)
    const { layer, model: read } = readBack(file)
    const [value, pull] = net.run(model.params as never, input as never, model.state as never, evaluation)
    const [other, pullOther] = layer.run(read.params, byName(file, input) as never, read.state, evaluation)
    const results = tensorsIn(value)
    const others = file.outputs.map(({ name }) =>
      results.length === 1 ? (other as AnyTensor) : (other as Record<string, AnyTensor>)[name],
    )
    for (const [i, x] of results.entries()) expect(apart(others[i], x)).toBeLessThan(1e-6)
    const [gradient] = pull(onesLike(value) as never) as unknown as readonly [unknown]
    const [named] = pullOther(onesLike(other) as never) as unknown as readonly [Record<string, Tensor>]
    const ports = portsIn(model.params, ['params'])
    const gradients = tensorsIn(gradient)
    // Some are 0 but for rounding: they count beside the largest.
    const joined = (tensors: readonly (AnyTensor | undefined)[]): Tensor =>
      tensor(
        tensors.flatMap(x => [...toValues(x as Tensor)]),
        'f32',
      )
    if (gradients.length === 0) return
    const found = joined(ports.map(({ name }) => named[name]))
    expect(apart(found, joined(gradients))).toBeLessThan(1e-6)
  })
})

test('the same model gives the same bytes', () => {
  const net = compose(dense(4, 3), softmax())
  const model = init(net)(key(0))
  const write = onnxModel(net, zeros([1, 4]))
  expect(write(model).bytes).toEqual(write(model).bytes)
})

describe('files have the operations that people expect:', () => {
  const written = (net: AnyLayer, shape: readonly number[]) =>
    operatorsOf(onnxModel(net, zeros([...shape]) as never)(init(net)(key(0))))
  test('a multilayer perceptron', () => {
    const net = compose(dense(4, 8), relu(), dense(8, 3), softmax())
    expect(written(net as AnyLayer, [1, 4])).toEqual(['Gemm', 'Relu', 'Gemm', 'Softmax'])
  })
  test('a convolutional net', () => {
    const net = compose(conv2d(1, 2, 3), relu(), maxPool2d(2), flatten(), dense(18, 3), logSoftmax())
    expect(written(net as AnyLayer, [1, 1, 8, 8])).toEqual([
      'Conv',
      'Relu',
      'MaxPool',
      'Reshape',
      'Gemm',
      'LogSoftmax',
    ])
  })
  test('layer norm of sequences', () => {
    expect(written(layerNorm(4) as AnyLayer, [1, 5, 4])).toEqual(['LayerNormalization'])
  })
})

test('weights have the names of their paths, and inputs and outputs those of where they are', () => {
  const net = compose(dense(4, 8), relu(), dense(8, 3))
  const file = onnxModel(net, zeros([1, 4]))(init(net)(key(0)))
  expect(graphOf(file).initializer.map(({ name }) => name)).toEqual([
    'params.0.w',
    'params.0.b',
    'params.2.w',
    'params.2.b',
  ])
  expect(file.inputs).toEqual([{ name: 'input', shape: ['batch', 4], type: 'f32' }])
  expect(file.outputs).toEqual([{ name: 'output', shape: ['batch', 3], type: 'f32' }])
})

test('weights beside the model are read from there', () => {
  const net = dense(40, 30)
  const model = init(net)(key(0))
  const file = onnxModel(net, zeros([1, 40]), { weights: 'beside', name: 'net' })(model)
  expect(Object.keys(file.external)).toEqual(['net.weights'])
  expect(file.bytes.length).toBeLessThan(2000)
  const { layer, model: read } = readBack(file)
  const x = ones([2, 40])
  expect([...toValues(predict(layer, read)(x) as Tensor)]).toEqual([...toValues(predict(net, model)(x))])
})

describe('a function of any batch', () => {
  test('is refused with the place if it divides by the size of the batch', () => {
    const mean = (x: Tensor<[number, 4]>) => op.scale(1 / x.shape[0])(op.sum([0])(x))
    expect(() => onnx({ args: [{ role: 'batched' }] })(mean)(zeros([3, 4]))).toThrow(/scale.*constant/s)
    expect(() => onnx()(mean)(zeros([3, 4]))).not.toThrow()
  })
  test('takes no scalar for it', () => {
    expect(() => onnx({ args: [{ name: 'x', role: 'batched' }] })(op.exp)(tensor(1) as never)).toThrow(
      /first axis counts the examples/,
    )
  })
})

test('a training step gives the next value of each thing that it threads', () => {
  const example = { inputs: zeros([2, 4]), targets: tensor([0, 1], 'i32') }
  const file = onnxStep(adam(0.001), example)(supervised(softmaxCrossEntropy())(dense(4, 3)))
  const given = new Set(file.inputs.map(({ name }) => name))
  const next = file.outputs.map(({ name }) => name).filter(name => name !== 'loss')
  expect(next.every(name => given.has(name.replace(/^next\./, '')))).toBe(true)
  expect(next).toContain('next.params.w')
})

test('an opset that is too old is refused', () => {
  expect(() => onnx({ opset: 17 })).toThrow(/opset from 18 to 24/)
})
