/**
 * The Cholesky factor of symmetric positive definite matrices.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { None, Primitive } from '../core/primitive.ts'
import { input } from '../core/rule.ts'
import {
  eachMatrix,
  product,
  requireSquare,
  symmetricPart,
  transposed,
  weighted,
  whichMatrix,
} from './matrices.ts'
import { solvedTriangular } from './triangularSolve.ts'

/** The lower triangle with half of the diagonal: what a symmetric matrix is the symmetric part of, times two. */
const halved = (x: AnyTensor): AnyTensor => weighted(x, (i, j) => (i > j ? 1 : i === j ? 0.5 : 0))

/** `l` with `l lᵀ = (a + aᵀ) / 2`, row by row. False where there is none. */
const factor = (a: Float64Array, n: number): boolean => {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      a[i * n + j] = (a[i * n + j]! + a[j * n + i]!) / 2
      a[j * n + i] = 0
    }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * n + j]!
      for (let k = 0, p = i * n, q = j * n; k < j; k++, p++, q++) rest -= a[p]! * a[q]!
      if (j < i) a[i * n + j] = rest / a[j * n + j]!
      else {
        // What is left of the diagonal is a difference: below its rounding nothing is known of its sign. NaN passes.
        if (rest <= n * Number.EPSILON * Math.abs(a[i * n + i]!)) return false
        a[i * n + i] = Math.sqrt(rest)
      }
    }
  }
  return true
}

/** `l`, lower triangular with a positive diagonal, for which `l lᵀ` is the symmetric part of the input. */
export const Cholesky: Primitive<None> = {
  name: 'cholesky',
  shape: inputs => {
    requireSquare('cholesky', input(inputs, 0))
    return input(inputs, 0)
  },
  kernel: ([a], l) => {
    const n = l.shape.at(-1)!
    eachMatrix(a!, (matrix, index) => {
      if (!factor(matrix, n))
        throw new ArgumentError(
          `cholesky needs symmetric matrices that are positive definite, but ${whichMatrix(a!.shape, index)} ` +
            `(shape ${showShape(a!.shape)}) is not, at least to within rounding. Add a small multiple of the identity.`,
        )
      l.elements.set(matrix, index * n * n)
    })
  },
  // dl = l Φ(l⁻¹ da l⁻ᵀ), where Φ takes the lower triangle with half of the diagonal (Murray: "Differentiation of the Cholesky
  // decomposition", 2016).
  partials: (_, l) => [
    {
      apply: da => {
        const half = solvedTriangular(l, symmetricPart(da), { lower: true, transposeA: false })
        const both = solvedTriangular(l, transposed(half), { lower: true, transposeA: false })
        return product(l, halved(both))
      },
      transpose: dl => {
        const half = solvedTriangular(l, halved(product(l, dl, { transposeA: true })), {
          lower: true,
          transposeA: true,
        })
        const both = solvedTriangular(l, transposed(half), { lower: true, transposeA: true })
        return symmetricPart(both)
      },
    },
  ],
}
