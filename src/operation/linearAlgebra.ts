/**
 * Linear algebra: matrices on the last two axes, and a batch of them on the axes before.
 *
 * @module
 */
import { dual } from '../primitive/binary.ts'
import { bind, requireTensor } from '../primitive/bind.ts'
import { Cholesky } from '../primitive/cholesky.ts'
import { Concat } from '../primitive/concat.ts'
import { Determinant } from '../primitive/determinant.ts'
import { identityLike, product, requireMatrices, requireSquare, rowsOf } from '../primitive/matrices.ts'
import { Slice } from '../primitive/pad.ts'
import { none } from '../primitive/primitive.ts'
import { Qr } from '../primitive/qr.ts'
import { Reshape } from '../primitive/reshape.ts'
import { solved } from '../primitive/solve.ts'
import { SymmetricEigen } from '../primitive/symmetricEigen.ts'
import { solvedTriangular } from '../primitive/triangularSolve.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Shape } from '../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../tensor/tensor.ts'

// -------------------------------------------------------------------------------------
// types
// -------------------------------------------------------------------------------------

/** Everything, or a sentence about matrices that are known not to be square. */
export type Square<S extends Shape> = S extends readonly [
  ...Shape,
  infer M extends number,
  infer N extends number,
]
  ? number extends M | N
    ? unknown
    : [M, N] extends [N, M]
      ? unknown
      : `needs square matrices, but was given ${M} rows and ${N} columns`
  : unknown

/** The axes before the last two, as far as they are known. */
export type Leading<S extends Shape> = S extends readonly [...infer L extends Shape, number, number]
  ? L
  : Shape

/** The axes before the last two, and a number for each column. */
export type Values<S extends Shape> = S extends readonly [
  ...infer L extends Shape,
  number,
  infer N extends number,
]
  ? [...L, N]
  : Shape

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

// -------------------------------------------------------------------------------------
// equations
// -------------------------------------------------------------------------------------

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

// -------------------------------------------------------------------------------------
// determinants
// -------------------------------------------------------------------------------------

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

// -------------------------------------------------------------------------------------
// factors
// -------------------------------------------------------------------------------------

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

// -------------------------------------------------------------------------------------
// eigenvalues
// -------------------------------------------------------------------------------------

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
