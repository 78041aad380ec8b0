/**
 * Linear algebra as loops over columns, on all matrices of a batch at once. Refusals of kernels (a matrix that is singular, say) become
 * infinities or NaN, as formats cannot refuse.
 *
 * @module
 */

import { DynamicSlice, DynamicUpdateSlice } from '../../primitive/block/dynamicSlice.ts'
import { bind } from '../../primitive/core/bind.ts'
import { mul, neg } from '../../primitive/elementwise/arithmetic.ts'
import { equal, greater, greaterEqual, select } from '../../primitive/elementwise/compare.ts'
import { abs, log, sqrt } from '../../primitive/elementwise/elementary.ts'
import { leading, product, transposed } from '../../primitive/linearAlgebra/matrices.ts'
import type { SolveOptions } from '../../primitive/linearAlgebra/solve.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { argmaxOfRows, max } from '../../primitive/reduction/reduceMax.ts'
import { loopOf } from '../../program/loopOf.ts'
import { fromValues, full } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { above, everywhere, firstOf, inDouble, minus, over, where } from './arithmetic.ts'

/** 0, 1, 2, … */
export const places = (n: number): Integers =>
  fromValues(
    [n],
    Array.from({ length: n }, (_, i) => i),
    'i32',
  ) as Integers

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)

/** A number for each row of matrices of a shape, or one for each column. */
export const perRow = <X extends AnyTensor>(x: X, shape: Shape): X =>
  broadcastAlong(
    shape,
    x.shape.length === 1 ? [shape.length - 2] : range(shape.length - 1),
  )(x as Tensor) as AnyTensor as X
export const perColumn = <X extends AnyTensor>(x: X, shape: Shape): X =>
  broadcastAlong(
    shape,
    x.shape.length === 1 ? [shape.length - 1] : [...range(shape.length - 2), shape.length - 1],
  )(x as Tensor) as AnyTensor as X

/** A number for each matrix, or one for all. */
const perMatrix = <X extends AnyTensor>(x: X, shape: Shape): X =>
  broadcastAlong(shape, range(x.shape.length))(x as Tensor) as AnyTensor as X

/** Where a row, or column, has the number k. */
export const at = (k: Integers, n: number): Integers =>
  equal(places(n), broadcastAlong([n], [])(k) as Integers)

/** The start of a block at row or column k. */
export const startAt = (rank: number, axis: number, k: Integers): AnyTensor =>
  concat(0)(
    ...range(rank).map(i => (i === axis ? reshape([1])(k) : (full([1], 0, 'i32') as AnyTensor)) as Tensor),
  )

/** Row or column k of each matrix, as a vector. */
export const taken = (x: Tensor, axis: number, k: Integers): Tensor =>
  reshape(x.shape.toSpliced(axis, 1))(
    bind(DynamicSlice, { sizes: x.shape.with(axis, 1), batchDims: 0 }, [x, startAt(x.shape.length, axis, k)]),
  ) as Tensor

/** Runs a step for each column number, the last first where it says so. */
export const overColumns = (
  count: number,
  begin: readonly AnyTensor[],
  step: (carried: readonly Tensor[], k: Integers) => readonly AnyTensor[],
  reverse = false,
): readonly Tensor[] =>
  loopOf(
    (carried, [k]) => [step(carried as readonly Tensor[], k as Integers), []],
    { count, reverse },
    begin,
    [places(count)],
  ) as readonly Tensor[]

/** A pivot that was found in a column, and its row brought to row k. */
interface Pivoted {
  readonly matrix: Tensor
  readonly row: Tensor
  readonly pivot: Tensor
  /** Whether rows were exchanged, for each matrix. */
  readonly isMoved: Integers
  readonly isRow: Integers
}

const pivoted = (m: Tensor, k: Integers): Pivoted => {
  const { shape } = m
  const rank = shape.length
  const [rows, columns] = [shape.at(-2) as number, shape.at(-1) as number]
  const column = taken(m, rank - 1, k)
  const isOpen = greaterEqual(places(rows), broadcastAlong([rows], [])(k) as Integers)
  const along = broadcastAlong(column.shape, [column.shape.length - 1])
  const p = argmaxOfRows(where(along(isOpen) as Integers, abs(column), everywhere(column, -1))) as Integers
  const wanted = broadcastAlong(column.shape, range(p.shape.length))(p) as Integers
  const isPivot = perRow(equal(along(places(rows)) as Integers, wanted), shape)
  const isRow = perRow(at(k, rows), shape)
  const row = sum([rank - 2])(where(isPivot, m, everywhere(m, 0))) as Tensor
  const old = perColumn(taken(m, rank - 2, k), shape)
  const matrix = select(isRow, perColumn(row, shape), select(isPivot, old, m))
  const isColumn = broadcastAlong(row.shape, [row.shape.length - 1])(at(k, columns)) as Integers
  const pivot = sum([row.shape.length - 1])(where(isColumn, row, everywhere(row, 0))) as Tensor
  const isMoved = equal(
    equal(p, broadcastAlong(p.shape, [])(k) as Integers),
    full(p.shape, 0, 'u8') as Integers,
  )
  return { matrix, row, pivot, isMoved, isRow }
}

/** Gauss and Jordan's elimination with the largest pivots, of the matrix beside the right sides. */
const solved = (a: Tensor, b: Tensor): Tensor => {
  const n = a.shape.at(-1) as number
  const rank = a.shape.length
  const [m] = overColumns(n, [concat(rank - 1)(a, b) as Tensor], ([now], k) => {
    const { matrix, row, pivot, isRow } = pivoted(now as Tensor, k)
    const { shape } = matrix
    const unit = perColumn(
      over(row, broadcastAlong(row.shape, range(row.shape.length - 1))(pivot) as Tensor),
      shape,
    )
    const factors = perRow(taken(matrix, rank - 1, k), shape)
    return [select(isRow, unit, minus(matrix, mul(factors, unit)))]
  }) as [Tensor]
  const start = a.shape.map((_, axis) => (axis === rank - 1 ? n : 0))
  return slice(start, b.shape)(m) as Tensor
}

export const solve = ({ transposeA }: SolveOptions) =>
  inDouble((a: Tensor, b: Tensor) => solved(transposeA ? (transposed(a) as Tensor) : a, b))

export const determinant = ({ log: isLog }: { readonly log: boolean }) =>
  inDouble(a => {
    const n = a.shape.at(-1) as number
    const one = full(leading(a.shape), isLog ? 0 : 1, 'f64') as Tensor
    if (n === 0) return one
    const [, result] = overColumns(n, [a, one], ([now, found], k) => {
      const { matrix, row, pivot, isMoved } = pivoted(now as Tensor, k)
      const { shape } = matrix
      const isBelow = greater(places(n), broadcastAlong([n], [])(k) as Integers)
      const column = taken(matrix, shape.length - 1, k)
      const factors = over(
        column,
        broadcastAlong(column.shape, range(column.shape.length - 1))(pivot) as Tensor,
      )
      const rest = minus(matrix, mul(perRow(factors, shape), perColumn(row, shape)))
      const next = isLog ? (log(abs(pivot)) as Tensor) : where(isMoved, neg(pivot), pivot)
      // A pivot of 0 leaves nothing to eliminate.
      const isOpen = perMatrix(above(abs(pivot), 0), shape)
      return [
        select(mul(perRow(isBelow, shape), isOpen), rest, matrix),
        isLog ? minus(found as Tensor, neg(next)) : mul(found as Tensor, next),
      ]
    }) as [Tensor, Tensor]
    return result
  })

/** The length of vectors along the last axis, by their largest entry. */
const lengthOf = (v: Tensor): Tensor => {
  const last = v.shape.length - 1
  const largest = max([last])(abs(v)) as Tensor
  const along = broadcastAlong(v.shape, range(last))
  const safe = where(above(largest, 0), largest, everywhere(largest, 1))
  const scaled = over(v, along(safe) as Tensor)
  return mul(safe, sqrt(sum([last])(mul(scaled, scaled)) as Tensor))
}

/** Gram and Schmidt's process, twice for each column, which is as exact as reflections: the diagonal is positive by itself. */
export const qr = inDouble(a => {
  const rank = a.shape.length
  const [m, n] = a.shape.slice(-2) as [number, number]
  const [q] = overColumns(n, [everywhere(a, 0)], ([found], k) => {
    const basis = found as Tensor
    const isolated = (v: Tensor): Tensor => {
      const inBasis = product(basis, v, { transposeA: true })
      return minus(v, product(basis, inBasis) as Tensor)
    }
    const column = reshape([...leading(a.shape), m, 1])(taken(a, rank - 1, k)) as Tensor
    const v = reshape([...leading(a.shape), m])(isolated(isolated(column))) as Tensor
    const unit = over(v, broadcastAlong(v.shape, range(v.shape.length - 1))(lengthOf(v)) as Tensor)
    return [
      bind(DynamicUpdateSlice, { batchDims: 0 }, [
        basis,
        reshape([...leading(a.shape), m, 1])(unit),
        startAt(rank, rank - 1, k),
      ]) as Tensor,
    ]
  }) as [Tensor]
  const r = product(q, a, { transposeA: true }) as Tensor
  const isUpper = greaterEqual(perColumn(places(n), r.shape), perRow(places(n), r.shape))
  return concat(rank - 2)(q, where(isUpper, r, everywhere(r, 0))) as Tensor
})

export const divideByGaps = inDouble((values: Tensor, m: Tensor) => {
  const { shape } = m
  const n = shape.at(-1) as number
  const gaps = minus(perColumn(values, shape), perRow(values, shape))
  const isDiagonal = equal(perColumn(places(n), shape), perRow(places(n), shape))
  const none = everywhere(m, 0)
  return firstOf(
    [
      [isDiagonal, none],
      [equal(m, none), none],
    ],
    over(m, gaps),
  )
})
