/**
 * Products of two matrices as they are exported in `op`.
 *
 * @module
 */
import type { Kind } from '../tensor/dtype.ts'
import type { Fits, Words } from '../tensor/fits.ts'
import type { Shape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { dual } from './core/dual.ts'
import * as matrix from './product/matmul.ts'

/** The first factor of a matrix product, if it fits a pattern as far as sizes are known, else a sentence. */
export type Factor<A, Pattern, B> =
  Fits<A, Pattern> extends true ? A : `multiplies ${Words<Pattern>} by ${Words<B>}, but was given ${Words<A>}`

type Leading<A> = A extends Tensor<readonly [...infer L extends Shape, number, number], Kind> ? L : number[]
type Rows<A> = A extends Tensor<readonly [...Shape, infer M extends number, number], Kind> ? M : number
type Columns<A> = A extends Tensor<readonly [...Shape, infer M extends number], Kind> ? M : number

/**
 * The matrix product `a b` of the last two axes; leading axes, if any, are a batch and must agree. In a pipe it is the product by
 * what is given: `op.matmul(b)(a)` is `a b`.
 *
 * @throws ShapeError if the columns of `a` are not as many as the rows of `b`, or the leading axes differ.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { ones, op } from 'pullback'
 * const [x, w, b] = [ones([5, 3]), ones([3, 2]), ones([2])]
 * pipe(x, op.matmul(w), op.add(op.broadcast([5, 2])(b)), op.tanh) // Tensor<[5, 2]>
 *
 * @category Operations
 * @since 0.1.0
 */
export const matmul: {
  <L extends Shape, K extends number, N extends number>(
    b: Tensor<[...L, K, N]>,
  ): <const A>(
    a: Factor<A, Tensor<[...L, number, K]>, Tensor<[...L, K, N]>>,
  ) => Tensor<[...Leading<A>, Rows<A>, N]>
  <L extends Shape, M extends number, K extends number, N extends number>(
    a: Tensor<[...L, M, K]>,
    b: Tensor<[...L, K, N]>,
  ): Tensor<[...L, M, N]>
} = dual('matmul', matrix.matmul)

/**
 * The matrix product `aᵀ b`, without making `aᵀ`; `op.matmulTN(b)(a)` is `aᵀ b` too.
 *
 * @category Operations
 * @since 0.1.0
 */
export const matmulTN: {
  <L extends Shape, K extends number, N extends number>(
    b: Tensor<[...L, K, N]>,
  ): <const A>(
    a: Factor<A, Tensor<[...L, K, number]>, Tensor<[...L, K, N]>>,
  ) => Tensor<[...Leading<A>, Columns<A>, N]>
  <L extends Shape, M extends number, K extends number, N extends number>(
    a: Tensor<[...L, K, M]>,
    b: Tensor<[...L, K, N]>,
  ): Tensor<[...L, M, N]>
} = dual('matmulTN', matrix.matmulTN)

/**
 * The matrix product `a bᵀ`, without making `bᵀ`; `op.matmulNT(b)(a)` is `a bᵀ` too.
 *
 * @category Operations
 * @since 0.1.0
 */
export const matmulNT: {
  <L extends Shape, K extends number, N extends number>(
    b: Tensor<[...L, N, K]>,
  ): <const A>(
    a: Factor<A, Tensor<[...L, number, K]>, Tensor<[...L, N, K]>>,
  ) => Tensor<[...Leading<A>, Rows<A>, N]>
  <L extends Shape, M extends number, K extends number, N extends number>(
    a: Tensor<[...L, M, K]>,
    b: Tensor<[...L, N, K]>,
  ): Tensor<[...L, M, N]>
} = dual('matmulNT', matrix.matmulNT)
