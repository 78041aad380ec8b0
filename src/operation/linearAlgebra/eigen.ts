/**
 * Eigenvalues and eigenvectors of symmetric matrices, for a batch of them on the last two axes.
 *
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { rowsOf } from '../../primitive/linearAlgebra/matrices.ts'
import { SymmetricEigen } from '../../primitive/linearAlgebra/symmetricEigen.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import type { Square, Values } from './square.ts'

/**
 * Eigenvalues in ascending order, and a unit vector for each.
 *
 * @category Other
 * @since 0.1.0
 */
export interface Eigen<S extends Shape = Shape> {
  readonly values: Tensor<Values<S>>
  /** As columns. Of the entries that are largest, in absolute value, the first is positive. */
  readonly vectors: Tensor<S>
}

/**
 * The eigenvalues of symmetric matrices in ascending order. Of others the symmetric part `(a + aᵀ) / 2` is taken. The derivative of
 * each is `v vᵀ`, for its vector `v`; where some are equal, for those vectors that were found, so that the derivative of functions
 * that treat them alike is right. Kin: NumPy's and PyTorch's `linalg.eigvalsh`, which read one triangle.
 *
 * @throws ShapeError if the matrices are not square.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.symmetricEigenvalues(tensor([[2, 1], [1, 2]])) // [1, 3]
 *
 * @category Operations
 * @since 0.1.0
 */
export const symmetricEigenvalues = takes(
  'symmetricEigenvalues',
  { a: needs.tensor },
  () => symmetricEigenvaluesUnchecked,
)

const symmetricEigenvaluesUnchecked = <S extends Shape>(a: Tensor<S> & Square<S>): Tensor<Values<S>> =>
  bind(SymmetricEigen, { vectors: false }, [a])

/**
 * The eigenvalues of symmetric matrices in ascending order, with their vectors as columns: `a = v diag(λ) vᵀ`. Of others the
 * symmetric part `(a + aᵀ) / 2` is taken. Of the largest entries of each vector the first is positive, so that signs do not depend on
 * how it was found. Kin: NumPy's and PyTorch's `linalg.eigh`, which leave signs open.
 *
 * The derivative of vectors divides by the distances of eigenvalues. Where two are equal, to within rounding, it is not defined, and
 * refused when it is evaluated; that of the values alone is not.
 *
 * @throws ShapeError if the matrices are not square; ArgumentError, when the derivative of its vectors is evaluated, if eigenvalues are
 * equal.
 *
 * @example
 * import { op, type Tensor, tensor } from 'pullback'
 * // The exponential of a symmetric matrix: v diag(eᵛ) vᵀ
 * const exponential = (a: Tensor): Tensor => {
 *   const { values, vectors } = op.symmetricEigen(a)
 *   return op.einsum('...ij,...j,...kj->...ik')(vectors, op.exp(values), vectors)
 * }
 * exponential(tensor([[0, 1], [1, 0]])) // [[cosh 1, sinh 1], [sinh 1, cosh 1]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const symmetricEigen = takes('symmetricEigen', { a: needs.tensor }, () => symmetricEigenUnchecked)

const symmetricEigenUnchecked = <S extends Shape>(a: Tensor<S> & Square<S>): Eigen<S> => {
  const both: AnyTensor = bind(SymmetricEigen, { vectors: true }, [a])
  const n = both.shape.at(-1)!
  return {
    values: bind(Reshape, { shape: [...both.shape.slice(0, -2), n] }, [rowsOf(both, 0, 1)]),
    vectors: rowsOf(both, 1, n) as Tensor<S>,
  }
}
