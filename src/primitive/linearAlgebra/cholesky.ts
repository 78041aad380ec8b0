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
import { dense } from '../dense/dense.ts'
import type { Dense } from '../dense/operations.ts'
import { product, requireSquare, symmetricPart, transposed, weighted, whichMatrix } from './matrices.ts'
import { inFours, loadRows, matricesIn, rowFor } from './rows.ts'
import { substitute } from './substitute.ts'
import { solvedTriangular } from './triangularSolve.ts'

/** The lower triangle with half of the diagonal: what a symmetric matrix is the symmetric part of, times two. */
const halved = (x: AnyTensor): AnyTensor => weighted(x, (i, j) => (i > j ? 1 : i === j ? 0.5 : 0))

/** How many rows are factored before what they leave is taken from all others. */
const block = 32

/** The upper factor of a block on the diagonal, row by row. False where there is none. */
const factorBlock = (
  a: Float64Array,
  row: number,
  [first, end]: readonly [number, number],
  diagonal: Float64Array,
): boolean => {
  for (let k = first; k < end; k++) {
    const rest = a[k * row + k]!
    // What is left of the diagonal is a difference: below its rounding nothing is known of its sign. NaN passes.
    if (rest <= diagonal.length * Number.EPSILON * Math.abs(diagonal[k]!)) return false
    const pivot = Math.sqrt(rest)
    for (let j = k; j < end; j++) a[k * row + j]! /= pivot
    for (let i = k + 1; i < end; i++) {
      const factor = a[k * row + i]!
      for (let j = i, p = i * row, q = k * row; j < end; j++) a[p + j]! -= factor * a[q + j]!
    }
  }
  return true
}

/** The upper `u` with `uᵀ u = (a + aᵀ) / 2`, in place of the upper triangle. False where there is none. */
const factor = (dense: Dense, a: Float64Array, n: number, row: number): boolean => {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) a[j * row + i] = (a[i * row + j]! + a[j * row + i]!) / 2
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * row + i]!)
  const columns = inFours(n)
  for (let first = 0; first < n; first += block) {
    const end = Math.min(first + block, n)
    if (!factorBlock(a, row, [first, end], diagonal)) return false
    if (end === n) return true
    const [at, behind] = [first * row + first, first * row + end]
    const size = end - first
    // Its transpose, which is a lower triangle.
    const triangle = { at, row: 1, step: row, size, lower: true, unit: false }
    substitute(dense, a, triangle, { at: behind, row }, columns - end)
    for (let i = end; i < n; i += block)
      dense.subtractProduct(
        ...[i * row + i, first * row + i, first * row + i, Math.min(block, n - i), columns - i, size],
        ...[row, 1, row, row],
      )
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
    const row = rowFor(n)
    const code = dense()
    const numbers = code.room(n * row)
    for (let index = 0; index < matricesIn(a!); index++) {
      const first = index * n * n
      loadRows(a!.elements, first, [n, n], numbers, { at: 0, row })
      if (!factor(code, numbers, n, row))
        throw new ArgumentError(
          `cholesky needs symmetric matrices that are positive definite, but ${whichMatrix(a!.shape, index)} ` +
            `(shape ${showShape(a!.shape)}) is not, at least to within rounding. Add a small multiple of the identity.`,
        )
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) l.elements[first + i * n + j] = j > i ? 0 : numbers[j * row + i]!
    }
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
