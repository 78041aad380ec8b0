/**
 * The bytes of instructions without immediates.
 *
 * @module
 */
import { Bytes } from './bytes.ts'
import { type AddressType, addressing, type Plain, plain, vector } from './instructions.ts'

/** All bytes of each instruction. */
export type Encodings = ReadonlyMap<Plain, ArrayLike<number>>

const onNumbers = [
  ...(Object.entries(plain) as [Plain, readonly number[]][]),
  ...(Object.entries(vector) as [Plain, number][]).map(
    ([name, code]) => [name, new Bytes(8).byte(0xfd).unsigned(code).bytes] as const,
  ),
] as const

const encodingsWith = (type: AddressType): Encodings =>
  new Map<Plain, ArrayLike<number>>([...onNumbers, ...addressing(type)])

/** All bytes of the instructions without immediates, by the type of addresses. */
export const encodings: Readonly<Record<AddressType, Encodings>> = {
  i32: encodingsWith('i32'),
  i64: encodingsWith('i64'),
}
