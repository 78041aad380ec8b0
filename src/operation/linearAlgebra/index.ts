/**
 * Linear algebra: matrices on the last two axes, and a batch of them on the axes before.
 *
 * @module
 */
export { det, logDet } from './determinant.ts'
export { type Eigen, symmetricEigen, symmetricEigenvalues } from './eigen.ts'
export { cholesky, type OrthogonalTriangular, qr } from './factor.ts'
export { inverse, type SolveBoth, solve, type TriangularSolveOptions, triangularSolve } from './solve.ts'
