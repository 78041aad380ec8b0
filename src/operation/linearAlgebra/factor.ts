/**
 * Triangular and orthogonal factors, for a batch of matrices on the last two axes.
 *
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { none } from '../../primitive/core/primitive.ts'
import { Cholesky } from '../../primitive/linearAlgebra/cholesky.ts'
import { product, requireMatrices, rowsOf } from '../../primitive/linearAlgebra/matrices.ts'
import { Qr } from '../../primitive/linearAlgebra/qr.ts'
import { Concat } from '../../primitive/movement/concat.ts'
import { Slice } from '../../primitive/movement/pad.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import type { Square } from './square.ts'

/**
 * Orthogonal and triangular factors.
 *
 * @category Other
 * @since 0.1.0
 */
export interface OrthogonalTriangular {
  /** Its columns are orthonormal. */
  readonly q: Tensor
  /** Upper triangular, with a positive diagonal. */
  readonly r: Tensor
}

/**
 * The lower triangular `l` with a positive diagonal and `l lᵀ = a`, for symmetric positive definite matrices. Of others the symmetric
 * part `(a + aᵀ) / 2` is taken, so that the cotangent is symmetric. Kin: NumPy's and PyTorch's `linalg.cholesky`, which read one
 * triangle.
 *
 * @throws ShapeError if the matrices are not square; ArgumentError, when it is evaluated, if one is not positive definite.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.cholesky(tensor([[4, 2], [2, 5]])) // [[2, 0], [1, 2]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const cholesky = takes('cholesky', { a: needs.tensor }, () => choleskyUnchecked)

const choleskyUnchecked = <S extends Shape>(a: Tensor<S> & Square<S>): Tensor<S> => bind(Cholesky, none, [a])

/** A block of columns of each matrix. */
const columnsOf = (x: AnyTensor, first: number, count: number): AnyTensor =>
  bind(
    Slice,
    {
      start: x.shape.map((_, axis) => (axis === x.shape.length - 1 ? first : 0)),
      sizes: x.shape.with(-1, count),
    },
    [x],
  )

/**
 * `q` with orthonormal columns and the upper triangular `r` with a positive diagonal, for which `q r = a`: for m by n matrices `q` has
 * min(m, n) columns. That the diagonal is positive makes them unique. Kin: NumPy's and PyTorch's `linalg.qr`, reduced, which leave
 * signs open.
 *
 * @throws ArgumentError, when it is evaluated, if columns (the first m, if there are more) depend on each other: then they are not
 * unique, nor is there a derivative.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const { q, r } = op.qr(tensor([[3, 1], [4, 2]])) // q is [[0.6, -0.8], [0.8, 0.6]], r [[5, 2.2], [0, 0.4]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const qr = takes('qr', { a: needs.tensor }, () => qrUnchecked)

const qrUnchecked = (a: Tensor): OrthogonalTriangular => {
  requireMatrices('qr', a)
  const [m, n] = a.shape.slice(-2) as [number, number]
  const wide = m < n
  const both: AnyTensor = bind(Qr, none, [wide ? columnsOf(a, 0, m) : a])
  const q = rowsOf(both, 0, m)
  const r = rowsOf(both, m, Math.min(m, n))
  if (!wide) return { q: q as Tensor, r: r as Tensor }
  const rest = product(q, columnsOf(a, m, n - m), { transposeA: true })
  return { q: q as Tensor, r: bind(Concat, { axis: a.shape.length - 1 }, [r, rest]) }
}
