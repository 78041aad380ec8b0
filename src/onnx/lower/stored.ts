/**
 * Tensors as messages: all bytes, the lowest first.
 *
 * @module
 */

import type { Shape } from '../../tensor/shape.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { type AnyTensor, elementsOf } from '../../tensor/tensor.ts'
import type { Sparse } from '../file/encodeMessage.ts'
import type { TensorMessage } from '../file/messages.ts'
import { type Element, elementNumbers } from './value.ts'

/** How each element type is put among bytes. */
const writers: {
  readonly [E in Element]: readonly [bytes: number, put: (view: DataView, at: number, x: number) => void]
} = {
  f32: [4, (view, at, x) => view.setFloat32(at, x, true)],
  f64: [8, (view, at, x) => view.setFloat64(at, x, true)],
  i32: [4, (view, at, x) => view.setInt32(at, x, true)],
  u32: [4, (view, at, x) => view.setUint32(at, x, true)],
  i64: [8, (view, at, x) => view.setBigInt64(at, BigInt(x), true)],
  u8: [1, (view, at, x) => view.setUint8(at, x)],
  bool: [1, (view, at, x) => view.setUint8(at, x)],
}

/** The bytes of numbers of an element type. */
export const bytesOf = (element: Element, numbers: ArrayLike<number>): Uint8Array => {
  const [size, put] = writers[element]
  const bytes = new Uint8Array(numbers.length * size)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < numbers.length; i++) put(view, i * size, numbers[i] as number)
  return bytes
}

/** A tensor of a file. */
export const stored = (
  name: string,
  shape: Shape,
  element: Element,
  numbers: ArrayLike<number>,
): Sparse<TensorMessage> => ({
  name,
  dims: shape.map(n => BigInt(n)),
  data_type: elementNumbers[element],
  raw_data: bytesOf(element, numbers),
})

/** A tensor, all of whose numbers are written. */
export const storedTensor = (name: string, x: AnyTensor): Sparse<TensorMessage> =>
  stored(name, x.shape, x.dtype, sizeOf(x.shape) === 0 ? [] : elementsOf(x))
