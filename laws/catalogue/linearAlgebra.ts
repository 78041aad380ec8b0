/**
 * Linear algebra of `op` with its laws.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, onesLike, op, type Tensor, zerosLike } from '../../src/index.ts'
import { every, exact, summed } from '../close.ts'
import { law } from '../law.ts'
import { refusedSaying } from '../oracle/refusal.ts'
import { plainOf, tensorOf } from '../primitive/plain.ts'
import { specifications } from '../primitive/specifications.ts'
import { loosely } from './einsum.ts'
import type { Entry } from './entry.ts'
import { applies, type Dual, own, waits } from './operation.ts'

type Matrix = Tensor<[number, number]>

/** A matrix that is far from singular, and its first columns and rows. */
const matrices: Arbitrary<Matrix> = specifications.cholesky
  .cases('f64')
  .map(({ inputs: [a] }) => a as Tensor)
  .filter(a => a.shape.length === 2 && a.shape[0]! > 0) as Arbitrary<Matrix>

const identity = (a: Matrix): Matrix =>
  loosely('i,ij->ij')(onesLike(loosely('ij->i')(a)), eye(a.shape[0])) as Matrix
const eye = (n: number): Matrix =>
  tensorOf({ shape: [n, n], dtype: 'f64', at: ([i, j]) => (i === j ? 1 : 0) }) as Matrix

const equations = specifications.solve
  .cases('f64')
  .map(({ inputs: [a, b] }) => [a as AnyTensor, b as AnyTensor] as const)

const singular = (): Matrix => tensorOf({ shape: [2, 2], dtype: 'f64', at: () => 1 }) as Matrix

const near = summed(64, undefined, 64)

/** The linear algebra of `op`. */
export const linearAlgebraCatalogue = {
  cholesky: own(
    'cholesky',
    applies('cholesky', 'cholesky', ([a]) => op.cholesky(a!)),
    law('O3', 'op.cholesky(a) times its transpose is a, if that is symmetric', [matrices], a => {
      const symmetric = op.add(op.matmulNT(a, a), eye(a.shape[0]))
      const l = op.cholesky(symmetric)
      return summed(64, undefined, 1e3)(op.matmulNT(l, l), symmetric)
    }),
  ),
  det: own(
    'det',
    applies(
      'det',
      'determinant',
      ([a]) => op.det(a!),
      ({ options }) => !options.log,
    ),
    law('O3', 'op.det of a matrix with equal rows is 0', [matrices], a =>
      exact(op.det(singular()), zerosLike(op.det(a))),
    ),
    law('O4', 'op.det changes its sign where two rows are exchanged', [matrices], a => {
      const exchanges = Math.floor(a.shape[0] / 2)
      return near(op.det(op.flip(0)(a) as Matrix), op.scale((-1) ** exchanges)(op.det(a)))
    }),
  ),
  inverse: own(
    'inverse',
    law('O2', 'op.inverse(a) a is the identity', [matrices], a =>
      near(op.matmul(op.inverse(a), a), identity(a)),
    ),
    law('O3', 'op.inverse refuses what is singular', [fc.constant(singular())], a =>
      refusedSaying('ArgumentError', /^inverse needs matrices that can be inverted/, () => op.inverse(a)),
    ),
  ),
  logDet: own(
    'logDet',
    applies(
      'logDet',
      'determinant',
      ([a]) => op.logDet(a!),
      ({ options }) => options.log,
    ),
  ),
  qr: own(
    'qr',
    law('O2', 'op.qr gives factors of a, orthogonal and triangular, also of wide matrices', [matrices], a => {
      const wide = op.concat(1)(a, a) as Matrix
      return every(
        ...[a, wide, op.concat(0)(a, a) as Matrix].flatMap(matrix => {
          const { q, r } = op.qr(matrix) as { readonly q: Matrix; readonly r: Matrix }
          const k = Math.min(...matrix.shape)
          return [
            near(op.matmul(q, r), matrix),
            near(op.matmulTN(q, q), eye(k)),
            exact(r, tensorOf({ ...plainOf(r), at: ([i, j]) => (i! > j! ? 0 : plainOf(r).at([i!, j!])) })),
          ]
        }),
      )
    }),
  ),
  solve: own(
    'solve',
    applies(
      'solve',
      'solve',
      ([a, b]) => op.solve(a!, b!),
      ({ options }) => !options.transposeA,
    ),
    waits('solve', op.solve as Dual, equations),
    law('O3', 'op.solve takes vectors for right sides, and refuses what is singular', [matrices], a => {
      const b = loosely('ij->i')(a)
      return every(
        near(loosely('ij,j->i')(a, op.solve(a, b)), b),
        refusedSaying(
          'ArgumentError',
          /^solve needs matrices that can be inverted, but the matrix \(shape/,
          () => op.solve(singular(), singular()),
        ),
      )
    }),
  ),
  symmetricEigen: own(
    'symmetricEigen',
    applies(
      'symmetricEigen',
      'symmetricEigen',
      ([a]) => {
        const { values, vectors } = op.symmetricEigen(a! as Tensor)
        return op.concat(values.shape.length - 1)(
          op.reshape([...values.shape.slice(0, -1), 1, values.shape.at(-1)!])(values as Tensor) as Tensor,
          vectors,
        )
      },
      ({ options }) => options.vectors,
    ),
  ),
  symmetricEigenvalues: own(
    'symmetricEigenvalues',
    applies(
      'symmetricEigenvalues',
      'symmetricEigen',
      ([a]) => op.symmetricEigenvalues(a!),
      ({ options }) => !options.vectors,
    ),
  ),
  triangularSolve: own(
    'triangularSolve',
    applies('triangularSolve', 'triangularSolve', ([a, b], { lower, transposeA }) =>
      op.triangularSolve({ lower, transpose: transposeA })(a!, b!),
    ),
  ),
} as const satisfies Readonly<Record<string, Entry>>
