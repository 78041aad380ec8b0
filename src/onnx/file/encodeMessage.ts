/**
 * The bytes of messages: what is undefined is left out, and lists of numbers are packed. The same message gives the same bytes.
 *
 * @module
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { Model } from './messages.ts'
import { fieldsOf, isMessage, type MessageName, type Scalar } from './schema.ts'
import { wireTypes } from './wireTypes.ts'

const writeScalar = (writer: BinaryWriter, holds: Scalar, value: unknown): void => {
  ;(writer[holds] as (value: unknown) => void).call(writer, value)
}

const writeMessage = (
  writer: BinaryWriter,
  name: MessageName,
  message: Readonly<Record<string, unknown>>,
): void => {
  for (const [number, { name: field, holds, repeated }] of fieldsOf[name]) {
    const value = message[field]
    if (value === undefined) continue
    const values = repeated ? (value as readonly unknown[]) : [value]
    if (isMessage(holds))
      for (const each of values) {
        writer.tag(number, WireType.LengthDelimited).fork()
        writeMessage(writer, holds, each as Readonly<Record<string, unknown>>)
        writer.join()
      }
    else if (repeated && wireTypes[holds] !== WireType.LengthDelimited) {
      if (values.length === 0) continue
      writer.tag(number, WireType.LengthDelimited).fork()
      for (const each of values) writeScalar(writer, holds, each)
      writer.join()
    } else
      for (const each of values) {
        writer.tag(number, wireTypes[holds])
        writeScalar(writer, holds, each)
      }
  }
}

/** A message in which lists that are empty may be left out, at every depth. */
export type Sparse<M> = M extends Uint8Array | bigint | number | string
  ? M
  : M extends readonly (infer E)[]
    ? readonly Sparse<E>[]
    : { readonly [N in keyof M]?: Sparse<M[N]> }

/** The bytes of a model file. */
export const encodeModelFile = (model: Sparse<Model>): Uint8Array => {
  const writer = new BinaryWriter()
  writeMessage(writer, 'Model', model as Readonly<Record<string, unknown>>)
  return writer.finish()
}
