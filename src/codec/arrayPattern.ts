/**
 * A pattern of arrays: an element type and sizes, checked when it is read, so that its type is known from then on.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { needs, takes } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import type { AnyTensor, KindOf, Tensor } from '../tensor/tensor.ts'
import { pattern } from './contract.ts'
import type { FormatError, SizePattern } from './formatError.ts'

/**
 * What an array has to be: `{ dtype: 'u8', shape: [null, 28, 28] }` is any number of images of bytes.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface ArrayPattern<P extends SizePattern = SizePattern, D extends DType = DType> {
  /** The element type. Defaults to any element type. */
  readonly dtype?: D
  /** The sizes, `null` where any will do. Defaults to any sizes. */
  readonly shape?: P
}

/**
 * The shape of the arrays that fit a pattern.
 *
 * @category Codecs
 * @since 0.1.0
 */
export type ShapeOf<P extends SizePattern> = { [I in keyof P]: P[I] extends number ? P[I] : number }

/**
 * The tensors that fit a pattern.
 *
 * @category Codecs
 * @since 0.1.0
 */
export type Fitting<P extends SizePattern, D extends DType> = Tensor<ShapeOf<P>, KindOf<D>>

const fits = (shape: readonly number[], sizes: SizePattern): boolean =>
  shape.length === sizes.length && sizes.every((size, axis) => size === null || size === shape[axis])

/** What keeps an element type and a shape from fitting a pattern; `null` if they fit. */
export const misfit = (
  found: { readonly dtype: DType; readonly shape: readonly number[] },
  { dtype, shape }: ArrayPattern,
): FormatError | null => {
  if (dtype !== undefined && dtype !== found.dtype)
    return { _tag: 'WrongDType', expected: dtype, found: found.dtype }
  if (shape !== undefined && !fits(found.shape, shape))
    return { _tag: 'WrongShape', expected: shape, found: found.shape }
  return null
}

/**
 * The tensor itself, with the type that the pattern gives it, if it fits.
 *
 * @example
 * import { chain } from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { decodeIdx, fitting } from 'pullback/codec'
 * const bytes = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9)
 * pipe(decodeIdx(bytes), chain(fitting({ dtype: 'u8', shape: [null] }))) // right: the labels 7 and 9
 *
 * @category Codecs
 * @since 0.1.0
 */
export const fitting = takes('fitting', [{ pattern }, { x: needs.tensor }], () => fittingUnchecked)

/** The same of a pattern that was looked at. */
export const fittingUnchecked =
  <const P extends SizePattern = SizePattern, D extends DType = DType>(wanted: ArrayPattern<P, D>) =>
  (x: AnyTensor): Either<FormatError, Fitting<P, D>> => {
    const error = misfit(x, wanted)
    return error === null ? right(x as Fitting<P, D>) : left(error)
  }
