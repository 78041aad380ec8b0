/**
 * Large tensors in a file of their own, each from a place that is a multiple of 64 bytes.
 *
 * @module
 */
import type { Sparse } from '../file/encodeMessage.ts'
import type { TensorMessage } from '../file/messages.ts'

const alignment = 64

/** Tensors with fewer bytes stay in the model. */
const fewest = 1024

/** Tensors whose bytes are in a file of this name, and the file. */
export const beside = (
  location: string,
  tensors: readonly Sparse<TensorMessage>[],
): { readonly tensors: readonly Sparse<TensorMessage>[]; readonly bytes: Uint8Array } => {
  const parts: { readonly at: number; readonly bytes: Uint8Array }[] = []
  let end = 0
  const placed = tensors.map(({ raw_data, ...tensor }): Sparse<TensorMessage> => {
    const bytes = raw_data as Uint8Array
    if (bytes.length < fewest) return { ...tensor, raw_data: bytes }
    const at = Math.ceil(end / alignment) * alignment
    parts.push({ at, bytes })
    end = at + bytes.length
    return {
      ...tensor,
      external_data: [
        { key: 'location', value: location },
        { key: 'offset', value: String(at) },
        { key: 'length', value: String(bytes.length) },
      ],
      data_location: 1,
    }
  })
  const bytes = new Uint8Array(end)
  for (const part of parts) bytes.set(part.bytes, part.at)
  return { tensors: placed, bytes }
}
