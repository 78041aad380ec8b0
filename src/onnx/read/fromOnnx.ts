/**
 * Model files as layers.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { bytes as bytesArgument } from '../../codec/contract.ts'
import type { Layer } from '../../layer/layer.ts'
import type { Model } from '../../layer/model.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { decodeModelFile } from '../file/decodeModel.ts'
import { type Literal, literalOf } from '../file/literal.ts'
import type { Model as ModelMessage, TensorMessage } from '../file/messages.ts'
import type { OnnxError } from '../file/onnxError.ts'
import { declared, type OnnxTensor } from './declared.ts'
import { type ExternalFiles, externalBytes, externalPlace } from './external.ts'
import { preparedGraph } from './graph.ts'
import { type KnownInput, knownLiteral } from './knownInput.ts'
import { layerOf } from './layerOf.ts'
import { constantsOf } from './needed.ts'
import { type Definition, ReadFailure, type Reading } from './reading.ts'

/**
 * The parameters of a model from a file: its float tensors by name.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type OnnxParams = { readonly [name: string]: Tensor }

/**
 * What a model from a file takes: a tensor, or several by name.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type OnnxInput = AnyTensor | { readonly [name: string]: AnyTensor }

/**
 * A model from a file: a layer, its parameters as they are in the file, and what the file says of inputs and outputs.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxModel<A = OnnxInput, B = OnnxInput> {
  /** The layer. Its `init` gives the numbers of the file, whatever the key. */
  readonly layer: Layer<A, B, OnnxParams>
  /** The parameters as they are in the file: floats of 16 bits as f32. */
  readonly model: Model<OnnxParams>
  /** The inputs that it takes: those that are not known. */
  readonly inputs: readonly OnnxTensor[]
  readonly outputs: readonly OnnxTensor[]
  /** The version of the operators. */
  readonly opset: number
}

/**
 * How a model file is read.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxOptions {
  /** Inputs that are known: they decide over shapes or branches, and the layer takes the others. Defaults to none. */
  readonly known?: { readonly [input: string]: KnownInput }
  /** The files that tensors' numbers are in, by the paths in the model. Defaults to none. */
  readonly external?: ExternalFiles
  /** The name of the layer. Defaults to that of the graph, or 'onnx'. */
  readonly name?: string
}

const failed = (where: string, reason: string): never => {
  throw new ReadFailure({ _tag: 'BadModel', where, reason })
}

/** The newest opset whose operators the table was written for. */
export const newestOpset = 28

const opsetOf = ({ opset_import }: ModelMessage): number => {
  const own = opset_import.filter(({ domain = '' }) => domain === '' || domain === 'ai.onnx')
  if (own.length > 1) return failed('the model', 'it names two opsets of ONNX')
  const version = Number(
    own[0]?.version ?? (opset_import.length === 0 ? 1 : failed('the model', 'it names no opset of ONNX')),
  )
  return version >= 1 && version <= newestOpset
    ? version
    : failed('the model', `it has opset ${version}, but those from 6 to ${newestOpset} are read`)
}

const literalIn =
  (files: ExternalFiles) =>
  (tensor: TensorMessage): Literal => {
    const outside = (reason: string): never => {
      throw new ReadFailure({ _tag: 'ExternalData', tensor: tensor.name ?? '', reason })
    }
    const place = externalPlace(tensor)
    if (isLeft(place)) return outside(place.left)
    const raw = place.right === null ? right(undefined) : externalBytes(place.right, files)
    if (isLeft(raw)) return outside(raw.left)
    const literal = literalOf(tensor, raw.right ?? tensor.raw_data)
    return isLeft(literal) ? failed(`the tensor '${tensor.name ?? ''}'`, literal.left) : literal.right
  }

/** Names for parameters: those of the file, with a number where two graphs have one name. */
const namesOfParameters = (): ((name: string) => string) => {
  const taken = new Set<string>()
  return name => {
    if (name === '__proto__') return failed(`the tensor '${name}'`, 'no parameter can have this name')
    let own = name
    for (let i = 2; taken.has(own); i++) own = `${name}:${i}`
    taken.add(own)
    return own
  }
}

const read = (
  message: ModelMessage,
  { known = {}, external = {}, name }: OnnxOptions,
): OnnxModel<OnnxInput, OnnxInput> => {
  const graph = message.graph ?? failed('the model', 'it has no graph')
  if (message.functions.length > 0)
    failed(
      'the model',
      `it has functions of its own, such as '${message.functions[0]?.name ?? ''}', which are not read`,
    )
  const opset = opsetOf(message)
  const stored = new Set(graph.initializer.map(tensor => tensor.name ?? ''))
  const inputs = graph.input
    .filter(input => !stored.has(input.name ?? ''))
    .map(input => declared('input', input))
  const outputs = graph.output.map(output => declared('output', output))
  if (outputs.length === 0) failed('the model', 'it has no outputs')
  for (const { name } of [...inputs, ...outputs])
    if (name === '__proto__') failed(`'${name}'`, 'no input or output can have this name')
  for (const name of Object.keys(known))
    if (!inputs.some(input => input.name === name))
      failed(
        'the options',
        `'${name}' is known, but the model's inputs are ${inputs.map(input => `'${input.name}'`).join(', ') || 'none'}`,
      )
  const reading: Reading = {
    opset,
    prepareGraph: preparedGraph,
    literal: literalIn(external),
    parameterName: namesOfParameters(),
    stored: [],
    needs: [],
  }
  const whole = preparedGraph(
    graph,
    null,
    reading,
    (input): Definition => ({
      _tag: 'Input',
      name: input,
      isKnown: Object.hasOwn(known, input),
    }),
  )
  const constants = constantsOf(reading)
  const parameters = new Map(
    reading.stored.flatMap(each =>
      each.parameter === null || constants.has(each) ? [] : [[each.parameter, each.literal] as const],
    ),
  )
  const given = inputs.map(input =>
    Object.hasOwn(known, input.name) ? knownLiteral(input, known[input.name]!) : null,
  )
  return {
    ...layerOf({ name: name ?? (graph.name || 'onnx'), graph: whole, inputs, outputs, given, parameters }),
    opset,
  }
}

const decode = (bytes: Uint8Array, options: OnnxOptions = {}): Either<OnnxError, OnnxModel> => {
  const message = decodeModelFile(bytes)
  if (isLeft(message)) return message
  try {
    return right(read(message.right, options))
  } catch (error) {
    if (error instanceof ReadFailure) return left(error.error)
    throw error
  }
}

/**
 * A model file of ONNX as a layer: it predicts, trains and compiles as any other. Its float tensors are its parameters, under their
 * names in the file; axes whose size is open take any.
 *
 * The left says what is wrong with the file, or which node cannot be read and why: nothing has run by then.
 *
 * @throws ArgumentError unless the first argument is a Uint8Array.
 *
 * @category Models from files
 * @since 0.1.0
 */
export const fromOnnx = takes(
  'fromOnnx',
  {
    bytes: bytesArgument,
    options: needs.options({ known: needs.anything, external: needs.anything, name: needs.text }),
  },
  () => decode,
)
