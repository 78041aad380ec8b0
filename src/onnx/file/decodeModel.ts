/**
 * Messages from the bytes of a model file, strictly: a field that ONNX does not have, a wire type that the field does not have, bytes
 * missing or left over and messages nested too deeply are errors, each with its place. Bytes are not copied.
 *
 * What protobuf is on the wire comes from @bufbuild/protobuf, of which only that part is loaded (a few kB, Apache-2.0 and BSD-3-Clause,
 * without dependencies or scripts); which messages there are stands in the table beside this file, so that nothing is generated.
 *
 * @module
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Model, TensorMessage } from './messages.ts'
import type { OnnxError } from './onnxError.ts'
import { type Field, fieldsOf, isMessage, type MessageName, type Scalar } from './schema.ts'
import { wireTypes } from './wireTypes.ts'

/** How deep messages may be inside each other. */
const deepest = 64

/** What is wrong, while it is on its way to the left of the result. */
class Malformed extends Error {
  readonly where: string
  readonly byte: number
  constructor(where: string, byte: number, reason: string) {
    super(reason)
    this.where = where
    this.byte = byte
  }
}

const scalarOf = (reader: BinaryReader, holds: Scalar): unknown =>
  holds === 'string'
    ? reader.string(true)
    : holds === 'int64' || holds === 'uint64'
      ? BigInt(reader[holds]())
      : reader[holds]()

/** A list that is only made when there is something for it. */
const nothing: readonly never[] = Object.freeze([])

const emptyMessage = (fields: ReadonlyMap<number, Field>): Record<string, unknown> => {
  const message: Record<string, unknown> = {}
  for (const { name, repeated } of fields.values()) if (repeated) message[name] = nothing
  return message
}

/** The end of what follows, which its length says. */
const endOf = (reader: BinaryReader, end: number, where: string): number => {
  const from = reader.pos
  const length = reader.uint32()
  if (length > end - reader.pos)
    throw new Malformed(
      where,
      from,
      `a length of ${length} bytes goes beyond the ${end - reader.pos} that are left`,
    )
  return reader.pos + length
}

const valuesOf = (
  reader: BinaryReader,
  { holds, repeated }: Field,
  wire: WireType,
  end: number,
  where: string,
  depth: number,
): readonly unknown[] => {
  const from = reader.pos
  const wanted = isMessage(holds) ? WireType.LengthDelimited : wireTypes[holds]
  if (repeated && wire === WireType.LengthDelimited && wanted !== wire && !isMessage(holds)) {
    const to = endOf(reader, end, where)
    const values: unknown[] = []
    while (reader.pos < to) values.push(scalarOf(reader, holds))
    if (reader.pos !== to) throw new Malformed(where, from, 'a number goes beyond the list that it is in')
    return values
  }
  if (wire !== wanted)
    throw new Malformed(
      where,
      from,
      `the wire type is ${WireType[wire] ?? wire}, but this field has ${WireType[wanted]}`,
    )
  if (isMessage(holds)) return [messageOf(reader, holds, endOf(reader, end, where), where, depth + 1)]
  if (wanted === WireType.LengthDelimited) {
    endOf(reader, end, where)
    reader.pos = from
  }
  return [scalarOf(reader, holds)]
}

const messageOf = (
  reader: BinaryReader,
  name: MessageName,
  end: number,
  where: string,
  depth: number,
): Record<string, unknown> => {
  if (depth > deepest) throw new Malformed(where, reader.pos, `messages are nested more than ${deepest} deep`)
  const fields = fieldsOf[name]
  const message = emptyMessage(fields)
  while (reader.pos < end) {
    const from = reader.pos
    const [number, wire] = reader.tag()
    const field = fields.get(number)
    if (field === undefined) throw new Malformed(where, from, `${name} has no field ${number}`)
    const place = `${where}.${field.name}`
    const values = valuesOf(reader, field, wire, end, place, depth)
    if (reader.pos > end) throw new Malformed(place, from, `the field goes beyond the message that it is in`)
    if (!field.repeated) {
      if (isMessage(field.holds) && message[field.name] !== undefined)
        throw new Malformed(place, from, 'the field is there twice')
      message[field.name] = values[0]
    } else if (message[field.name] === nothing) message[field.name] = values
    else for (const value of values) (message[field.name] as unknown[]).push(value)
  }
  return message
}

/** The messages of a model file. */
export const decodeModelFile = (bytes: Uint8Array): Either<OnnxError, Model> => {
  const reader = new BinaryReader(bytes)
  try {
    return right(messageOf(reader, 'Model', bytes.length, 'model', 1) as object as Model)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return left(
      error instanceof Malformed
        ? { _tag: 'BadBytes', where: error.where, byte: error.byte, reason }
        : { _tag: 'BadBytes', where: 'a field', byte: Math.min(reader.pos, bytes.length), reason },
    )
  }
}

/** One tensor from the bytes of a file that holds it alone, as ONNX's test data do. */
export const decodeTensorFile = (bytes: Uint8Array): Either<OnnxError, TensorMessage> => {
  try {
    return right(
      messageOf(new BinaryReader(bytes), 'Tensor', bytes.length, 'tensor', 1) as object as TensorMessage,
    )
  } catch (error) {
    return left({ _tag: 'BadBytes', where: 'tensor', byte: 0, reason: String(error) })
  }
}
