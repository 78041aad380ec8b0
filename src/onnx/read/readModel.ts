/**
 * The messages of a file as a model.
 *
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { SizePattern } from '../../codec/formatError.ts'
import { isFloatType } from '../file/elementType.ts'
import { type Literal, literalOf } from '../file/literal.ts'
import type { Model as ModelMessage, TensorMessage } from '../file/messages.ts'
import { declared, type OnnxTensor } from './declared.ts'
import { type ExternalFiles, externalBytes, externalPlace } from './external.ts'
import { preparedGraph } from './graph.ts'
import { knownLiteral } from './knownInput.ts'
import { layerOf } from './layerOf.ts'
import { constantsOf } from './needed.ts'
import type { OnnxModel, OnnxOptions } from './onnxModel.ts'
import { type Definition, ReadFailure, type Reading } from './reading.ts'

const failure = (where: string, reason: string): ReadFailure =>
  new ReadFailure({ _tag: 'BadModel', where, reason })

const failed = (where: string, reason: string): never => {
  throw failure(where, reason)
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

export const read = (
  message: ModelMessage,
  { known = {}, external = {}, name, input, output }: OnnxOptions,
): OnnxModel => {
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
      type: inputs.find(each => each.name === input)?.type,
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
  const taken = inputs.filter((_, i) => given[i] === null)
  requirePattern('input', taken, input)
  requirePattern('output', outputs, output)
  const found = { name: name ?? (graph.name || 'onnx'), graph: whole, inputs, outputs, given, parameters }
  return { ...layerOf(found, { input, output }), opset }
}

/** Sees that stated sizes can be those of the only input or output. */
const requirePattern = (
  what: 'input' | 'output',
  all: readonly OnnxTensor[],
  pattern: SizePattern | undefined,
): void => {
  if (pattern === undefined) return
  const [only] = all
  if (only === undefined || all.length > 1)
    throw failure('the options', `the sizes of the only ${what} are stated, but the model has ${all.length}`)
  const { name, type, shape } = only
  if (!isFloatType(type)) failed(`the ${what} '${name}'`, `its elements are ${type}, but floats are wanted`)
  const fits = (n: number | string | null, i: number): boolean =>
    typeof n !== 'number' || pattern[i] === null || n === pattern[i]
  if (shape !== null && (shape.length !== pattern.length || !shape.every(fits)))
    failed(
      `the ${what} '${name}'`,
      `it is [${shape.map(n => n ?? 'any').join(', ')}], but [${pattern.map(n => n ?? 'any').join(', ')}] is wanted`,
    )
}
