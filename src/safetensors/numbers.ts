/**
 * Numbers as safetensors stores them, as the elements of tensors.
 *
 * @module
 */
import { hostIsLittleEndian } from '../codec/hostOrder.ts'
import type { Elements } from '../tensor/dtype.ts'
import type { SafetensorsElement } from './elementType.ts'

/** Turns the bytes of each element round, on a host with another order than files have. */
export const swapped = (bytes: Uint8Array, width: number): Uint8Array => {
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse()
  return bytes
}

/** The memory of elements, as bytes. */
export const memoryOf = (elements: Elements): Uint8Array =>
  new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength)

/** Whether elements have the same bytes in a file and in memory, on a host with the order of files. */
export const isAsInMemory = (element: SafetensorsElement): boolean =>
  element === 'U8' || element === 'I32' || element === 'F32' || element === 'F64'

/** Puts file bytes, which are in memory already, into the order of this host. */
export const toHostOrder = (elements: Elements): void => {
  if (!hostIsLittleEndian && elements.BYTES_PER_ELEMENT > 1)
    swapped(memoryOf(elements), elements.BYTES_PER_ELEMENT)
}

/**
 * The bits of an f32 with the value of 16 (IEEE 754-2019, binary16): every value is one, and what a NaN carries stays.
 */
const singleOfHalf = (bits: number): number => {
  const sign = (bits & 0x8000) << 16
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13)
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13)
  if (fraction === 0) return sign
  // 0.fraction · 2⁻¹⁴ as 1.fraction: shifted until its leading one is the hidden one.
  const shift = Math.clz32(fraction) - 21
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 1023) << 13)
}

/** Converts stored elements to those of a tensor, from a place on; gives the place of the first that does not fit, or -1. */
type Conversion = (stored: Uint8Array, elements: Elements, place: number) => number

const ofBits =
  (single: (bits: number) => number): Conversion =>
  (stored, elements, place) => {
    const bits = new Int32Array(elements.buffer, elements.byteOffset, elements.length)
    for (let i = 0; i < stored.length; i += 2) bits[place++] = single(stored[i]! | (stored[i + 1]! << 8))
    return -1
  }

const conversions: ReadonlyMap<SafetensorsElement, Conversion> = new Map<SafetensorsElement, Conversion>([
  [
    'BOOL',
    (stored, elements, place) => {
      for (let i = 0; i < stored.length; i++) elements[place + i] = stored[i] === 0 ? 0 : 1
      return -1
    },
  ],
  ['F16', ofBits(singleOfHalf)],
  ['BF16', ofBits(bits => bits << 16)],
  [
    'I64',
    (stored, elements, place) => {
      const view = new DataView(stored.buffer, stored.byteOffset, stored.length)
      for (let i = 0; i < stored.length; i += 8) {
        const low = view.getInt32(i, true)
        if (view.getInt32(i + 4, true) !== low >> 31) return place + i / 8
        elements[place + i / 8] = low
      }
      return -1
    },
  ],
])

/** How elements are converted that have other bytes in memory than in a file. */
export const conversionOf = (element: SafetensorsElement): Conversion =>
  conversions.get(element) as Conversion
