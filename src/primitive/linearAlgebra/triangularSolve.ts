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
import { neg } from '../elementwise/arithmetic.ts'
import {
  eachMatrix,
  leading,
  product,
  requireMatrices,
  requireSquare,
  singularError,
  weighted,
} from './matrices.ts'

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

/** `x` with `a x = b` or `aᵀ x = b`, in place of `b`; only one triangle of `a` is read. */
const substitute = (
  a: Float64Array,
  n: number,
  x: Float64Array,
  width: number,
  { lower, transposeA }: TriangularSolveOptions,
): void => {
  const forwards = lower !== transposeA
  for (let step = 0; step < n; step++) {
    const i = forwards ? step : n - 1 - step
    const pivot = a[i * n + i]!
    for (let c = 0; c < width; c++) x[i * width + c]! /= pivot
    // What is known now is taken from the rows that are still open.
    for (let k = forwards ? i + 1 : 0, end = forwards ? n : i; k < end; k++) {
      const factor = transposeA ? a[i * n + k]! : a[k * n + i]!
      if (factor === 0) continue
      for (let c = 0, p = k * width, q = i * width; c < width; c++, p++, q++) x[p]! -= factor * x[q]!
    }
  }
}

/** `x` with `a x = b`, or `aᵀ x = b`, where only one triangle of `a` counts. */
export const TriangularSolve: Primitive<TriangularSolveOptions> = {
  name: 'triangularSolve',
  shape: inputs => requireEquations('triangularSolve', inputs),
  kernel: ([a, b], x, options) => {
    const [n, width] = x.shape.slice(-2) as [number, number]
    const right = new Float64Array(n * width)
    eachMatrix(a!, (matrix, index) => {
      for (let i = 0; i < n; i++)
        if (matrix[i * n + i] === 0) throw singularError('triangularSolve', a!.shape, index)
      for (let i = 0; i < right.length; i++) right[i] = b!.elements[index * n * width + i] as number
      substitute(matrix, n, right, width, options)
      x.elements.set(right, index * n * width)
    })
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
