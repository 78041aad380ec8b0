/**
 * Triangles of matrices, and the identity.
 *
 * @module
 */

import { select } from '../../primitive/elementwise/compare.ts'
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { fromValues, zerosLike } from '../../tensor/function/constructors.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'

const triangle =
  (name: string, keeps: (i: number, j: number, diagonal: number) => boolean) =>
  (diagonal = 0) =>
  <S extends Shape, K extends Kind>(x: Tensor<S, K>): Tensor<S, K> => {
    const rank = x.shape.length
    const [rows, columns] = x.shape.slice(-2) as readonly number[]
    if (rows === undefined || columns === undefined)
      throw new ShapeError(`${name} needs matrices, but was given ${showShape(x.shape)}.`, [x.shape])
    const mask = Array.from({ length: rows * columns }, (_, at) =>
      Number(keeps(Math.floor(at / columns), at % columns, diagonal)),
    )
    const wide = broadcastAlong(x.shape, [rank - 2, rank - 1])(fromValues([rows, columns], mask, 'u8'))
    return select(wide as Integers<S>, x, zerosLike(x))
  }

const diagonalArguments = [
  { diagonal: needs.optional(needs.integerBetween(-(2 ** 31), 2 ** 31)) },
  { x: needs.tensor },
] as const

/**
 * Matrices with 0 above a diagonal: `x[…, i, j]` stays where `j - i ≤ diagonal`. The main diagonal is 0, those above it are positive.
 * Defaults to 0. NumPy's `tril`.
 *
 * @throws ShapeError unless x has two axes or more.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.tril()(tensor([[1, 2], [3, 4]])) // [[1, 0], [3, 4]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const tril = takes('tril', diagonalArguments, () => trilUnchecked)

const trilUnchecked = triangle('tril', (i, j, diagonal) => j - i <= diagonal)

/**
 * Matrices with 0 below a diagonal: `x[…, i, j]` stays where `j - i ≥ diagonal`. The main diagonal is 0, those above it are positive.
 * Defaults to 0. NumPy's `triu`.
 *
 * @throws ShapeError unless x has two axes or more.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.triu(1)(tensor([[1, 2], [3, 4]])) // [[0, 2], [0, 0]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const triu = takes('triu', diagonalArguments, () => triuUnchecked)

const triuUnchecked = triangle('triu', (i, j, diagonal) => j - i >= diagonal)
