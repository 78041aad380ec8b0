/**
 * Linear equations: solutions and inverses, for a batch of matrices on the last two axes.
 *
 * @module
 */

import { bind, requireTensor } from '../../primitive/core/bind.ts'
import { dual } from '../../primitive/core/dual.ts'
import { identityLike, requireSquare } from '../../primitive/linearAlgebra/matrices.ts'
import { solved } from '../../primitive/linearAlgebra/solve.ts'
import { solvedTriangular } from '../../primitive/linearAlgebra/triangularSolve.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import type { Square } from './square.ts'

/**
 * Solves with matrices and right sides, or with right sides for matrices that come later.
 *
 * @category Other
 * @since 0.1.0
 */
export interface SolveBoth {
  <B extends Shape>(b: Tensor<B>): <A extends Shape>(a: Tensor<A> & Square<A>) => Tensor<B>
  <A extends Shape, B extends Shape>(a: Tensor<A> & Square<A>, b: Tensor<B>): Tensor<B>
}

/**
 * Which triangle of the matrices is read, and whether their transposes are meant.
 *
 * @category Other
 * @since 0.1.0
 */
export interface TriangularSolveOptions {
  /** Whether the lower triangle is read, or the upper one. */
  readonly lower: boolean
  /** Whether equations are solved with the transpose. Defaults to `false`. */
  readonly transpose?: boolean
}

/** Right sides that are vectors, one for each matrix, as matrices of one column. */
const withColumns = (
  a: AnyTensor,
  b: AnyTensor,
  run: (a: AnyTensor, b: AnyTensor) => AnyTensor,
): AnyTensor => {
  if (b.shape.length + 1 !== a.shape.length) return run(a, b)
  return bind(Reshape, { shape: b.shape }, [run(a, bind(Reshape, { shape: [...b.shape, 1] }, [b]))])
}

/**
 * `x` with `a x = b`, by elimination with exchanges of rows. The right sides are matrices of as many rows, or vectors, with one axis
 * less. Kin: NumPy's and PyTorch's `linalg.solve`.
 *
 * @throws ShapeError if the matrices are not square or the right sides do not fit; ArgumentError, when it is evaluated, if a matrix is
 * singular, to within rounding.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.solve(tensor([[2, 1], [1, 3]]), tensor([3, 5])) // [0.8, 1.4]
 *
 * @category Operations
 * @since 0.1.0
 */
export const solve: SolveBoth = dual('solve', (a: Tensor, b: Tensor) =>
  withColumns(requireTensor(a), requireTensor(b), (matrix, right) =>
    solved(matrix, right, { transposeA: false }),
  ),
)

/**
 * `x` with `a x = b`, where `a` is triangular: the other triangle is not read. The right sides are matrices of as many rows, or
 * vectors, with one axis less. Kin: SciPy's `solve_triangular`, PyTorch's `linalg.solve_triangular`.
 *
 * @throws ShapeError if the matrices are not square or the right sides do not fit; ArgumentError, when it is evaluated, if a diagonal
 * has a 0.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.triangularSolve({ lower: true })(tensor([[2, 0], [1, 4]]), tensor([2, 5])) // [1, 1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const triangularSolve = takes(
  'triangularSolve',
  { options: needs.givenOptions({ lower: needs.boolean, transpose: needs.optional(needs.boolean) }) },
  () => triangularSolveUnchecked,
)

const triangularSolveUnchecked = ({ lower, transpose = false }: TriangularSolveOptions): SolveBoth =>
  dual('triangularSolve', (a: Tensor, b: Tensor) =>
    withColumns(requireTensor(a), requireTensor(b), (matrix, right) =>
      solvedTriangular(matrix, right, { lower, transposeA: transpose }),
    ),
  )

/**
 * The inverse of each matrix. To multiply by it, `op.solve` is faster and more exact. Kin: NumPy's and PyTorch's `linalg.inv`.
 *
 * @throws ShapeError if the matrices are not square; ArgumentError, when it is evaluated, if one is singular, to within rounding.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.inverse(tensor([[2, 0], [0, 4]])) // [[0.5, 0], [0, 0.25]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const inverse = takes('inverse', { a: needs.tensor }, () => inverseUnchecked)

const inverseUnchecked = <S extends Shape>(a: Tensor<S> & Square<S>): Tensor<S> => {
  requireSquare('inverse', a)
  return solved(a, identityLike(a), { transposeA: false, by: 'inverse' }) as Tensor<S>
}
