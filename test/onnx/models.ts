/**
 * Small model files, made here.
 *
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { fromOnnx, type OnnxError, type OnnxModel, type OnnxOptions, showOnnxError } from 'pullback/onnx'
import { encodeModelFile, type Sparse } from '../../src/onnx/file/encodeMessage.ts'
import type { Attribute, Graph, Model, Node, TensorMessage, ValueInfo } from '../../src/onnx/file/messages.ts'

const utf8 = new TextEncoder()

type Attributes = Readonly<
  Record<
    string,
    number | string | readonly number[] | Sparse<TensorMessage> | { readonly graph: Sparse<Graph> }
  >
>

/** An attribute: whole numbers are ints; floats are given as texts, such as '0.5'. */
const attribute = (name: string, value: Attributes[string]): Sparse<Attribute> => {
  if (typeof value === 'number') return { name, type: 2, i: BigInt(value) }
  if (typeof value === 'string')
    return /^-?\d+\.\d+$/.test(value)
      ? { name, type: 1, f: Number(value) }
      : { name, type: 3, s: utf8.encode(value) }
  if (Array.isArray(value)) return { name, type: 7, ints: value.map(BigInt) }
  if ('graph' in value) return { name, type: 5, g: value.graph }
  return { name, type: 4, t: value as Sparse<TensorMessage> }
}

export const node = (
  op_type: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Attributes = {},
): Sparse<Node> => ({
  op_type,
  name: `${op_type.toLowerCase()} of ${output[0]}`,
  input,
  output,
  attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
})

export const floats = (
  name: string,
  dims: readonly number[],
  values: readonly number[],
): Sparse<TensorMessage> => ({
  name,
  data_type: 1,
  dims: dims.map(BigInt),
  raw_data: new Uint8Array(Float32Array.from(values).buffer),
})

export const doubles = (
  name: string,
  dims: readonly number[],
  values: readonly number[],
): Sparse<TensorMessage> => ({
  name,
  data_type: 11,
  dims: dims.map(BigInt),
  double_data: values,
})

export const longs = (
  name: string,
  dims: readonly number[],
  values: readonly (number | bigint)[],
): Sparse<TensorMessage> => ({
  name,
  data_type: 7,
  dims: dims.map(BigInt),
  int64_data: values.map(BigInt),
})

/** An input or output: a size that is a text is open. */
export const port = (
  name: string,
  shape: readonly (number | string)[],
  elem_type = 1,
): Sparse<ValueInfo> => ({
  name,
  type: {
    tensor_type: {
      elem_type,
      shape: { dim: shape.map(n => (typeof n === 'number' ? { dim_value: BigInt(n) } : { dim_param: n })) },
    },
  },
})

export const modelOf = (graph: Sparse<Graph>, opset = 20): Sparse<Model> => ({
  ir_version: 8n,
  opset_import: [{ domain: '', version: BigInt(opset) }],
  graph,
})

export const bytesOf = (graph: Sparse<Graph>, opset = 20): Uint8Array =>
  encodeModelFile(modelOf(graph, opset))

/** The model, which has to be right. */
export const read = (bytes: Uint8Array, options: OnnxOptions = {}): OnnxModel => {
  const found = fromOnnx(bytes, options)
  if (isLeft(found)) throw new Error(showOnnxError(found.left))
  return found.right as OnnxModel
}

/** What is wrong with a model. */
export const wrongWith = (
  bytes: Uint8Array,
  options: OnnxOptions = {},
): OnnxError & { readonly said: string } => {
  const found = fromOnnx(bytes, options)
  if (!isLeft(found)) throw new Error('It was read.')
  return { ...found.left, said: showOnnxError(found.left) }
}

/** Two layers with a tanh between, under names with dots, as PyTorch gives them. */
export const perceptron: Sparse<Graph> = {
  name: 'perceptron',
  input: [port('x', ['batch', 3])],
  output: [port('y', ['batch', 2])],
  initializer: [
    floats('0.weight', [4, 3], [0.1, -0.2, 0.3, 0.4, 0.5, -0.6, 0.7, 0.8, -0.9, 0.2, 0.1, 0.3]),
    floats('0.bias', [4], [0.1, 0, -0.1, 0.2]),
    floats('2.weight', [2, 4], [0.5, -0.4, 0.3, 0.2, -0.1, 0.6, 0.7, -0.8]),
    floats('2.bias', [2], [0, 0.3]),
  ],
  node: [
    node('Gemm', ['x', '0.weight', '0.bias'], ['hidden'], { transB: 1 }),
    node('Tanh', ['hidden'], ['activated']),
    node('Gemm', ['activated', '2.weight', '2.bias'], ['y'], { transB: 1 }),
  ],
}
