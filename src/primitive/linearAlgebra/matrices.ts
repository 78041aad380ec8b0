/**
 * Matrices on the last two axes, and batches of them on the axes before, for the primitives of linear algebra.
 *
 * @module
 */

import type { DType } from '../../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { bind, bindIn } from '../core/bind.ts'
import type { Abstract, View } from '../core/primitive.ts'
import { requireFloat } from '../core/rule.ts'
import { add, mul } from '../elementwise/arithmetic.ts'
import { scale } from '../elementwise/scale.ts'
import { Slice } from '../movement/pad.ts'
import { Transpose } from '../movement/transpose.ts'
import { Matmul } from '../product/matmul.ts'
import { Broadcast } from '../reduction/broadcast.ts'

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

/** Matrices of floats are needed on the last two axes. */
export const requireMatrices = (operation: string, x: Abstract): void => {
  requireFloat(operation, x)
  if (x.shape.length < 2)
    throw new ShapeError(
      `${operation} needs matrices on the last two axes, but was given shape ${showShape(x.shape)}.`,
      [x.shape],
    )
}

/** Square matrices of floats are needed on the last two axes. */
export const requireSquare = (operation: string, x: Abstract): void => {
  requireMatrices(operation, x)
  const [rows, columns] = x.shape.slice(-2) as [number, number]
  if (rows !== columns)
    throw new ShapeError(
      `${operation} needs square matrices, but was given shape ${showShape(x.shape)}: ${rows} rows and ${columns} columns.`,
      [x.shape],
      x.shape.length - 1,
    )
}

/** The axes before the last two. */
export const leading = (shape: Shape): Shape => shape.slice(0, -2)

/** Which matrix of a batch is meant, in errors. */
export const whichMatrix = (shape: Shape, index: number): string => {
  const batch = leading(shape)
  if (batch.length === 0) return 'the matrix'
  const place = batch.map((n, axis) => Math.floor(index / sizeOf(batch.slice(axis + 1))) % n)
  return `the matrix at [${place.join(', ')}]`
}

/** The error for a matrix without an inverse. */
export const singularError = (operation: string, shape: Shape, index: number): ArgumentError =>
  new ArgumentError(
    `${operation} needs matrices that can be inverted, but ${whichMatrix(shape, index)} (shape ${showShape(shape)}) is singular, ` +
      'at least to within rounding. Add a small multiple of the identity, or check for rows that depend on others.',
  )

// -------------------------------------------------------------------------------------
// linear maps of matrices
// -------------------------------------------------------------------------------------

/** Rows and columns exchanged. */
export const transposed = (x: AnyTensor): AnyTensor => {
  const rank = x.shape.length
  const axes = x.shape.map((_, axis) => axis)
  return bind(Transpose, { axes: [...axes.slice(0, -2), rank - 1, rank - 2] }, [x])
}

/** The product of the last two axes. */
export const product = (
  a: AnyTensor,
  b: AnyTensor,
  { transposeA = false, transposeB = false } = {},
): AnyTensor => bind(Matmul, { transposeA, transposeB }, [a, b])

/** `(x + xᵀ) / 2`. */
export const symmetricPart = (x: AnyTensor): AnyTensor => scale(0.5)(add(x, transposed(x)) as Tensor)

/** A matrix by its entries, for each matrix of `x`. */
const constantLike = (x: AnyTensor, at: (i: number, j: number) => number): AnyTensor => {
  const [rows, columns] = x.shape.slice(-2) as [number, number]
  const entries = Array.from({ length: rows * columns }, (_, place) =>
    at(Math.floor(place / columns), place % columns),
  )
  const constant = fromValues([rows, columns], entries, x.dtype as DType) as AnyTensor
  const rank = x.shape.length
  return rank === 2
    ? constant
    : bindIn([x], Broadcast, { shape: x.shape, axes: [rank - 2, rank - 1] }, [constant])
}

/** Each entry times a factor that depends on its row and column. */
export const weighted = (x: AnyTensor, at: (i: number, j: number) => number): AnyTensor =>
  mul(x, constantLike(x, at))

/** The identity, for each matrix of `x`. */
export const identityLike = (x: AnyTensor): AnyTensor => constantLike(x, (i, j) => (i === j ? 1 : 0))

/** Some rows of each matrix. */
export const rowsOf = (x: AnyTensor, first: number, count: number): AnyTensor => {
  const start = x.shape.map((_, axis) => (axis === x.shape.length - 2 ? first : 0))
  return bind(Slice, { start, sizes: x.shape.with(-2, count) }, [x])
}

// -------------------------------------------------------------------------------------
// kernels
// -------------------------------------------------------------------------------------

/** Visits each matrix of a batch, with its number and a copy of its elements in double precision. */
export const eachMatrix = (
  { shape, elements }: View,
  visit: (matrix: Float64Array, index: number) => void,
): void => {
  const size = sizeOf(shape.slice(-2))
  const count = sizeOf(leading(shape))
  const matrix = new Float64Array(size)
  for (let index = 0; index < count; index++) {
    for (let i = 0; i < size; i++) matrix[i] = elements[index * size + i] as number
    visit(matrix, index)
  }
}
