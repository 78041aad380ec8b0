/**
 * The header of an array file, and the data that it describes.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { DType } from '../tensor/dtype.ts'
import type { Shape } from '../tensor/shape.ts'
import type { ArrayFormat, FormatError } from './formatError.ts'

/** How elements are stored: a letter for the kind of number (integer, unsigned, float, truth value) and the bytes of one. */
export type Storage = 'u1' | 'u2' | 'u4' | 'u8' | 'i1' | 'i2' | 'i4' | 'i8' | 'f2' | 'f4' | 'f8' | 'b1'

/** Where the data of an array begin, and how to read them. */
export interface ArrayHeader {
  readonly format: ArrayFormat
  /** Bytes before the first element. */
  readonly offset: number
  readonly storage: Storage
  readonly littleEndian: boolean
  /** Whether the first axis runs fastest, as in Fortran. */
  readonly fortran: boolean
  /** The element type of the tensor that it becomes. */
  readonly dtype: DType
  readonly shape: Shape
  /** Bytes in all, header included. */
  readonly bytes: number
}

const dtypes: Readonly<Record<Storage, DType>> = {
  u1: 'u8',
  b1: 'u8',
  u2: 'i32',
  u4: 'i32',
  u8: 'i32',
  i1: 'i32',
  i2: 'i32',
  i4: 'i32',
  i8: 'i32',
  f2: 'f32',
  f4: 'f32',
  f8: 'f64',
}

/** The bytes of one element. */
export const widthOf = (storage: Storage): number => Number(storage[1])

/** The product of the sizes. A zero among them wins over the others, however large. */
const countOf = (shape: Shape): number => (shape.includes(0) ? 0 : shape.reduce((n, size) => n * size, 1))

/** A header, if its sizes can be counted. */
export const arrayHeader = (
  header: Omit<ArrayHeader, 'dtype' | 'bytes'>,
): Either<FormatError, ArrayHeader> => {
  const { format, offset, storage, shape } = header
  const bytes = offset + countOf(shape) * widthOf(storage)
  // Strides are products of sizes too, whether or not there are elements.
  const strides = countOf(shape.filter(size => size !== 0)) * widthOf(storage)
  return Number.isSafeInteger(bytes) && Number.isSafeInteger(strides)
    ? right({ ...header, dtype: dtypes[storage], bytes })
    : left({ _tag: 'BadHeader', format, reason: `no memory holds an array of [${shape.join(', ')}]` })
}
