/**
 * Factors and equations of triangular matrices, one column or row after the other, in double precision as kernels compute them. What
 * kernels refuse (a matrix that is not positive definite, or singular) becomes NaN or infinite.
 *
 * @module
 */
import { DynamicSlice, DynamicUpdateSlice } from '../../primitive/block/dynamicSlice.ts'
import { bind } from '../../primitive/core/bind.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { greaterEqual } from '../../primitive/elementwise/compare.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { leading, product, transposed } from '../../primitive/linearAlgebra/matrices.ts'
import type { TriangularSolveOptions } from '../../primitive/linearAlgebra/triangularSolve.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { everywhere, inDouble, minus, over, times, where } from './arithmetic.ts'
import { at, overColumns, perColumn, perRow, places, startAt, taken } from './matrices.ts'

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)

/** A number of each vector along the last axis, by where a mask holds. */
const chosen = (isThere: Integers, v: Tensor): Tensor => {
  const last = v.shape.length - 1
  const mask = broadcastAlong(v.shape, [last])(isThere) as Integers
  return sum([last])(where(mask, v, everywhere(v, 0))) as Tensor
}

const perVector = (x: Tensor, v: Tensor): Tensor =>
  broadcastAlong(v.shape, range(v.shape.length - 1))(x) as Tensor

export const cholesky = inDouble(a => {
  const { shape } = a
  const [rank, n] = [shape.length, shape.at(-1) as number]
  const symmetric = times(add(a, transposed(a) as Tensor), 0.5)
  const [factor] = overColumns(n, [everywhere(a, 0)], ([found], k) => {
    const lower = found as Tensor
    const row = reshape([...leading(shape), n, 1])(taken(lower, rank - 2, k)) as Tensor
    const used = reshape([...leading(shape), n])(product(lower, row)) as Tensor
    const rest = minus(taken(symmetric, rank - 1, k), used)
    const column = over(rest, perVector(sqrt(chosen(at(k, n), rest)), rest))
    const isBelow = greaterEqual(places(n), broadcastAlong([n], [])(k) as Integers)
    const mask = broadcastAlong(rest.shape, [rest.shape.length - 1])(isBelow) as Integers
    const own = where(mask, column, everywhere(column, 0))
    return [
      bind(DynamicUpdateSlice, { batchDims: 0 }, [
        lower,
        reshape([...leading(shape), n, 1])(own),
        startAt(rank, rank - 1, k),
      ]) as Tensor,
    ]
  })
  return factor as Tensor
})

export const triangularSolve = ({ lower, transposeA }: TriangularSolveOptions) =>
  inDouble((a: Tensor, b: Tensor) => {
    const rank = b.shape.length
    const [n, width] = b.shape.slice(-2) as [number, number]
    const isForward = lower !== transposeA
    const turned = (transposeA ? transposed(a) : a) as Tensor
    const [rows, columns] = [perRow(places(n), a.shape), perColumn(places(n), a.shape)]
    const isRead = isForward ? greaterEqual(rows, columns) : greaterEqual(columns, rows)
    const triangle = where(isRead, turned, everywhere(turned, 0))
    const [x] = overColumns(
      n,
      [everywhere(b, 0)],
      ([found], k) => {
        const known = found as Tensor
        const row = taken(triangle, rank - 2, k)
        const used = product(reshape([...leading(a.shape), 1, n])(row) as Tensor, known) as Tensor
        const start = startAt(rank, rank - 2, k)
        const right = bind(DynamicSlice, { sizes: b.shape.with(-2, 1), batchDims: 0 }, [b, start]) as Tensor
        const pivot = chosen(at(k, n), row)
        const along = broadcastAlong([...leading(b.shape), 1, width], range(rank - 2))(pivot) as Tensor
        const own = over(minus(right, used), along)
        return [bind(DynamicUpdateSlice, { batchDims: 0 }, [known, own, start]) as Tensor]
      },
      !isForward,
    )
    return x as Tensor
  })
