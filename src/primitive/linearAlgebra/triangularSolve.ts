/**
 * Linear equations with triangular matrices.
 *
 * @module
 */

import { ShapeError } from '../../tensor/error.ts'
import { sameShape, showShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Abstract, Primitive } from '../core/primitive.ts'
import { input, requireSameDType } from '../core/rule.ts'
import { dense } from '../dense/dense.ts'
import { neg } from '../elementwise/arithmetic.ts'
import { leading, product, requireMatrices, requireSquare, singularError, weighted } from './matrices.ts'
import { loadRows, matricesIn, rowFor, storeRows } from './rows.ts'
import { substitute } from './substitute.ts'

/** Which triangle of `a` is read, and whether its transpose is solved for. */
export interface TriangularSolveOptions {
  readonly lower: boolean
  readonly transposeA: boolean
}

/** Square matrices, and as many with as many rows. */
export const requireEquations = (operation: string, inputs: readonly Abstract[]): Abstract => {
  const [a, b] = [input(inputs, 0), input(inputs, 1)]
  requireSquare(operation, a)
  requireMatrices(operation, b)
  requireSameDType(operation, a, b)
  const both = `${showShape(a.shape)} and right sides of shape ${showShape(b.shape)}`
  if (!sameShape(leading(a.shape), leading(b.shape)))
    throw new ShapeError(
      `${operation} was given matrices of shape ${both}: the leading axes differ. Use op.broadcast.`,
      [a.shape, b.shape],
    )
  if (a.shape.at(-1) !== b.shape.at(-2))
    throw new ShapeError(
      `${operation} was given matrices of shape ${both}: ${a.shape.at(-1)} columns meet ${b.shape.at(-2)} rows.`,
      [a.shape, b.shape],
      b.shape.length - 2,
    )
  return b
}

/** `x` with `a x = b`, or `aᵀ x = b`, where only one triangle of `a` counts. */
export const TriangularSolve: Primitive<TriangularSolveOptions> = {
  name: 'triangularSolve',
  shape: inputs => requireEquations('triangularSolve', inputs),
  kernel: ([a, b], x, { lower, transposeA }) => {
    const [n, width] = x.shape.slice(-2) as [number, number]
    const [matrix, right] = [
      { at: 0, row: rowFor(n) },
      { at: n * rowFor(n), row: rowFor(width) },
    ]
    const code = dense()
    const numbers = code.room(n * (matrix.row + right.row))
    const [row, step] = transposeA ? [1, matrix.row] : [matrix.row, 1]
    const triangle = { at: 0, row, step, size: n, lower: lower !== transposeA, unit: false }
    for (let index = 0; index < matricesIn(a!); index++) {
      loadRows(a!.elements, index * n * n, [n, n], numbers, matrix)
      for (let i = 0; i < n; i++)
        if (numbers[i * matrix.row + i] === 0) throw singularError('triangularSolve', a!.shape, index)
      loadRows(b!.elements, index * n * width, [n, width], numbers, right)
      substitute(code, numbers, triangle, right, width)
      storeRows(numbers, right, [n, width], x.elements, index * n * width)
    }
  },
  partials: ([a], x, options) => {
    const { lower, transposeA } = options
    const triangle = (da: AnyTensor): AnyTensor => weighted(da, (i, j) => ((lower ? i >= j : i <= j) ? 1 : 0))
    const back = (dx: AnyTensor): AnyTensor => solvedTriangular(a!, dx, { lower, transposeA: !transposeA })
    return [
      {
        apply: da => neg(solvedTriangular(a!, product(triangle(da), x, { transposeA }), options)),
        transpose: dx => {
          const db = back(dx)
          const da = transposeA ? product(x, db, { transposeB: true }) : product(db, x, { transposeB: true })
          return neg(triangle(da))
        },
      },
      { apply: db => solvedTriangular(a!, db, options), transpose: back },
    ]
  },
}

/** The primitive, applied. */
export const solvedTriangular = (a: AnyTensor, b: AnyTensor, options: TriangularSolveOptions): AnyTensor =>
  bind(TriangularSolve, options, [a, b])
