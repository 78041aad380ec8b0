/**
 * Contents of files: arrays of any shape and bits, and how decoders' answers are compared.
 *
 * @module
 */

import fc, { type Arbitrary } from 'fast-check'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { type AnyTensor, type DType, Eq, fromValues, isTensor, type Shape } from '../../src/index.ts'
import { holds } from '../close.ts'
import type { Verdict } from '../law.ts'

const entries: Readonly<Record<DType, Arbitrary<number>>> = {
  u8: fc.nat(255),
  i32: fc.integer(),
  // JavaScript may change the bits of NaN.
  f32: fc.float({ noNaN: true }),
  f64: fc.double({ noNaN: true }),
}

/** The number of elements of a shape. */
export const countOf = (shape: Shape): number => shape.reduce((n, size) => n * size, 1)

/** A tensor, of which types say nothing. */
export const made = (shape: Shape, values: ArrayLike<number>, dtype: DType): AnyTensor =>
  fromValues<number, Shape, DType>(shape, Array.from(values), dtype) as AnyTensor

/** Shapes that files may state: scalars, axes of 0 and of 1, and up to four axes. */
export const sizes: Arbitrary<Shape> = fc.array(fc.nat(4), { maxLength: 4 })

/** Tensors of all element types and any shape. */
export const arrays: Arbitrary<AnyTensor> = fc
  .tuple(sizes, fc.constantFrom<DType>('u8', 'i32', 'f32', 'f64'))
  .chain(([shape, dtype]) =>
    fc
      .array(entries[dtype], { minLength: countOf(shape), maxLength: countOf(shape) })
      .map(values => made(shape, values, dtype)),
  )

/** Bytes behind each other. */
export const joined = (...parts: readonly ArrayLike<number>[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(part => Array.from(part)))

/** A text of one byte a character. */
export const latin = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0))

const plain = (x: unknown): string =>
  JSON.stringify(x, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) ?? String(x)

/** Whether a decoder gives this array, every bit of it. */
export const decodes = (decoded: Either<unknown, AnyTensor>, x: AnyTensor): Verdict =>
  holds(
    isRight(decoded) && isTensor(decoded.right) && Eq.equals(decoded.right, x),
    isRight(decoded) ? decoded.right : plain(decoded.left),
    x,
  )

/** Whether a decoder refuses what it is given, for this reason. */
export const refuses = (decoded: Either<unknown, unknown>, error: unknown): Verdict =>
  holds(
    isLeft(decoded) && plain(decoded.left) === plain(error),
    isLeft(decoded) ? plain(decoded.left) : 'decoded',
    plain(error),
  )

/** Whether two values are the same in every number and text. */
export const same = (x: unknown, y: unknown): Verdict => holds(plain(x) === plain(y), plain(x), plain(y))
