import { isLeft } from 'fp-ts/lib/Either.js'
import { tensor, toValues } from 'pullback'
import { decodeSafetensors, encodeSafetensors, showSafetensorsError } from 'pullback/safetensors'
import { expect, test, vi } from 'vitest'

// A host whose lowest byte comes last: this one, which is led to believe so.
vi.mock('../../src/codec/hostOrder.ts', () => ({ hostIsLittleEndian: false }))

const tensors = {
  f: tensor([1, -2.5]),
  d: tensor([1, 0.1], 'f64'),
  i: tensor([1, -2], 'i32'),
  u: tensor([1, 255], 'u8'),
}

/** The bytes of numbers in memory, as this host has them. */
const memoryOf = (x: Parameters<typeof toValues>[0]): readonly number[] => {
  const values = toValues(x)
  return Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
}

const turned = (bytes: readonly number[], width: number): readonly number[] =>
  bytes.map((_, i) => bytes[i - (i % width) + width - 1 - (i % width)] as number)

test('the bytes of each number are turned round where the host has them the other way', () => {
  const bytes = encodeSafetensors()(tensors)
  const data = bytes.subarray(bytes.length - 16 - 8 - 8 - 2)
  expect(Array.from(data)).toEqual([
    ...turned(memoryOf(tensors.d), 8),
    ...turned(memoryOf(tensors.f), 4),
    ...turned(memoryOf(tensors.i), 4),
    ...memoryOf(tensors.u),
  ])
  const decoded = decodeSafetensors(bytes)
  if (isLeft(decoded)) throw new Error(showSafetensorsError(decoded.left))
  expect(decoded.right.tensors).toEqual(tensors)
})
