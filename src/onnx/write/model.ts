/**
 * A whole program as a model file.
 *
 * @module
 */
import type { Port } from '../../exchange/named.ts'
import { type Sizes, varying } from '../../exchange/varying.ts'
import type { Program } from '../../primitive/core/program.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { encodeModelFile, type Sparse } from '../file/encodeMessage.ts'
import type { Node, TensorMessage, ValueInfo } from '../file/messages.ts'
import { attributesOf } from '../lower/attribute.ts'
import type { Twin } from '../lower/control.ts'
import { Emitter } from '../lower/emitter.ts'
import { valueInfo } from '../lower/nodeWriter.ts'
import { writerOf } from '../lower/program.ts'
import { storedTensor } from '../lower/stored.ts'
import { elementNumbers, type Type, typeOf, type Value } from '../lower/value.ts'
import { beside } from './beside.ts'
import { namesTaken, renamed } from './renamed.ts'

/** A program to write, with names and numbers. */
export interface Written {
  readonly name: string
  readonly opset: number
  readonly twin: Twin<Program>
  readonly sizes: Sizes
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  /** The numbers of inputs that are stored, by position. */
  readonly stored: readonly (AnyTensor | null)[]
  /** The name of the file for large tensors, if they go beside the model. */
  readonly location: string | null
}

/** The oldest version of the format that has an opset. */
const formatOf = (opset: number): bigint => (opset <= 18 ? 8n : opset <= 20 ? 9n : 10n)

/** The bytes of a model, and those of the file beside it. */
export interface ModelBytes {
  readonly bytes: Uint8Array
  readonly weights: Uint8Array | null
}

const infoOf = (name: string, { element, shape, extents }: Type): Sparse<ValueInfo> =>
  valueInfo(name, element, shape, extents)

/** Whether a constant is a single float: as a node it is not a parameter for those who train what they read. */
const isNumber = ({ dims = [], data_type }: Sparse<TensorMessage>): boolean =>
  dims.length === 0 && (data_type === elementNumbers.f32 || data_type === elementNumbers.f64)

const constantNode = (tensor: Sparse<TensorMessage>): Sparse<Node> => ({
  output: [tensor.name ?? ''],
  name: tensor.name ?? '',
  op_type: 'Constant',
  attribute: attributesOf({ value: { tensor } }),
})

/** Writes a program, for what depends on the batch in terms of its first input that does. */
export const modelBytes = (written: Written): ModelBytes => {
  const { name, opset, twin, sizes, inputs, outputs, stored, location } = written
  const { one, other } = twin
  const depends = other === null ? null : varying(one, other, sizes)
  const values = inputs.map(
    (port, ref): Value => ({ ...typeOf(port, depends?.extentsOf(ref)), name: port.name, held: port.shape }),
  )
  const batch = values.find(({ extents: [first] }) => first?.times === 1 && first.plus === 0) ?? null
  const names = [...inputs, ...outputs].map(port => port.name)
  const emit = Emitter.of(opset, names, batch)
  const results = writerOf(sizes)(emit, twin, values).map(it => emit.full(it))
  // An output has the name of what gives it, unless that is an input, a constant, or another output.
  const newNames = new Map<string, string>()
  const copies = results.flatMap((result, i) => {
    const wanted = (outputs[i] as Port).name
    if (emit.own.has(result.name) && !newNames.has(result.name)) {
      newNames.set(result.name, wanted)
      return []
    }
    return [{ input: [result.name], output: [wanted], name: `Identity.${wanted}`, op_type: 'Identity' }]
  })
  const steps = renamed([...emit.nodes, ...copies], newNames)
  const taken = namesTaken(steps)
  const constants = emit.tensors.filter(({ name = '' }) => taken.has(name))
  const nodes = [...constants.filter(isNumber).map(constantNode), ...steps]
  const weights = stored.flatMap((x, i): readonly Sparse<TensorMessage>[] => {
    const { name } = inputs[i] as Port
    return x === null || !taken.has(name) ? [] : [storedTensor(name, x)]
  })
  const placed = location === null ? { tensors: weights, bytes: null } : beside(location, weights)
  const bytes = encodeModelFile({
    ir_version: formatOf(opset),
    producer_name: 'pullback',
    graph: {
      name,
      node: nodes,
      initializer: [...placed.tensors, ...constants.filter(it => !isNumber(it))],
      input: values.filter((_, i) => stored[i] == null).map(value => infoOf(value.name, value)),
      output: results.map((result, i) => infoOf((outputs[i] as Port).name, result)),
      value_info: emit.infos.filter(info => !newNames.has(info.name ?? '')),
    },
    opset_import: [{ domain: '', version: BigInt(opset) }],
  })
  return { bytes, weights: placed.bytes }
}
