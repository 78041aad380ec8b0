/**
 * Determinants and their logarithms, for a batch of matrices on the last two axes.
 *
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { Determinant } from '../../primitive/linearAlgebra/determinant.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Leading, Square } from './square.ts'

/**
 * The determinant of each matrix. Its derivative is `det a · a⁻ᵀ`, and needs an inverse. Kin: NumPy's and PyTorch's `linalg.det`.
 *
 * @throws ShapeError if the matrices are not square; ArgumentError, when its derivative is evaluated, if one is singular.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.det(tensor([[1, 2], [3, 4]])) // -2
 *
 * @category Operations
 * @since 0.1.0
 */
export const det = takes('det', { a: needs.tensor }, () => detUnchecked)

const detUnchecked = <S extends Shape>(a: Tensor<S> & Square<S>): Tensor<Leading<S>> =>
  bind(Determinant, { log: false }, [a])

/**
 * The logarithm of the absolute value of each determinant, which neither overflows nor vanishes where the determinant does. Kin: the
 * second result of NumPy's and PyTorch's `linalg.slogdet`.
 *
 * @throws ShapeError if the matrices are not square; ArgumentError, when it is evaluated, if one is singular, to within rounding.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.logDet(tensor([[2, 0], [0, 3]])) // log 6
 *
 * @category Operations
 * @since 0.1.0
 */
export const logDet = takes('logDet', { a: needs.tensor }, () => logDetUnchecked)

const logDetUnchecked = <S extends Shape>(a: Tensor<S> & Square<S>): Tensor<Leading<S>> =>
  bind(Determinant, { log: true }, [a])
