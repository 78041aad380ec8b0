/**
 * Archives of arrays, whole and damaged, and how a decoder's answers about them are compared.
 *
 * @module
 */

import fc, { type Arbitrary } from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { decodeNpz, encodeNpy, showNpzError } from '../../src/codec/index.ts'
import { type AnyTensor, Eq } from '../../src/index.ts'
import { every, holds } from '../close.ts'
import type { Verdict } from '../law.ts'
import { arrays, latin, made, same } from './samples.ts'
import { archive, fields, plainly, type Writing } from './zipFormat.ts'

const names = fc.stringMatching(/^[a-z_]{1,8}$/)

export const named: Arbitrary<Readonly<Record<string, AnyTensor>>> = fc.dictionary(names, arrays, {
  maxKeys: 4,
  noNullPrototype: true,
})

export const writing: Arbitrary<Writing> = fc.record({
  isDeflated: fc.boolean(),
  isWide: fc.boolean(),
  behind: fc.constantFrom(0 as const, 12 as const, 16 as const, 20 as const, 24 as const),
  extra: fc.nat(5),
  comment: fc.nat(3),
  ending: fc.nat(3),
  isWideEnd: fc.boolean(),
})

export const filesOf = (tensors: Readonly<Record<string, AnyTensor>>) =>
  Object.entries(tensors).map(([name, x]) => [latin(`${name}.npy`), encodeNpy(x)] as const)

export const [x, y] = [made([3], [1, 2, 3], 'f32'), made([1, 2], [1, 2], 'u8')]
export const lying = archive(filesOf({ x, y }), plainly)

/** Whether an archive holds just these arrays. */
export const reads = (bytes: Uint8Array, tensors: Readonly<Record<string, AnyTensor>>): Verdict => {
  const decoded = decodeNpz(bytes)
  if (isLeft(decoded)) return holds(false, showNpzError(decoded.left), tensors)
  const found: Readonly<Record<string, AnyTensor>> = decoded.right
  return every(
    same(Object.keys(found).toSorted(), Object.keys(tensors).toSorted()),
    holds(
      Object.entries(tensors).every(([name, tensor]) => Eq.equals(found[name] as AnyTensor, tensor)),
      found,
      tensors,
    ),
  )
}

export const says = (bytes: Uint8Array, pattern: object, sentence: string): Verdict => {
  const decoded = decodeNpz(bytes, pattern)
  return same(isLeft(decoded) ? showNpzError(decoded.left) : 'read', sentence)
}

export const damaged = (bytes: Uint8Array, reason: string): Verdict =>
  says(bytes, {}, `the zip archive is damaged, or is none (${reason}). Get an intact copy.`)

export type Patch = readonly [place: number, bytes: 2 | 4 | 8, value: number]

export const patched = (bytes: Uint8Array, ...patches: readonly Patch[]): Uint8Array => {
  const copy = bytes.slice()
  for (const [place, width, value] of patches) copy.set(fields([width, value]), place)
  return copy
}

/** The places of a signature. */
export const placesOf = (bytes: Uint8Array, signature: number): readonly number[] => {
  const wanted = fields([4, signature])
  return Array.from(bytes, (_, i) => i).filter(i => wanted.every((byte, j) => bytes[i + j] === byte))
}

/** The bytes of a record that need not be heeded: versions, times, attributes, and what a local header says again. */
export const free = (bytes: Uint8Array): ReadonlySet<number> => {
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
  return new Set([
    ...placesOf(bytes, 0x04034b50).flatMap(at => [...range(4, 8), ...range(10, 26)].map(i => at + i)),
    ...placesOf(bytes, 0x02014b50).flatMap(at =>
      [...range(4, 10), ...range(12, 16), ...range(34, 42)].map(i => at + i),
    ),
  ])
}
