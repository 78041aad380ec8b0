/**
 * Symmetric matrices as tridiagonal ones, by Householder's reflections from both sides.
 *
 * @see Golub, Van Loan: "Matrix Computations", 4th edition, section 8.3.1
 * @module
 */
import type { Dense } from '../dense/operations.ts'
import { reflectRows, together, triangleOf } from './reflections.ts'
import { inFours } from './rows.ts'

/** The diagonal, what is beside it, and the factors of the reflections. */
export interface Tridiagonal {
  readonly diagonal: Float64Array
  readonly beside: Float64Array
  readonly factors: Float64Array
}

/** Writes what column `k` is mirrored to the axis by into its row, with zeros in front; gives the factor and what is left. */
const normalOf = (
  a: Float64Array,
  n: number,
  at: number,
  k: number,
): readonly [factor: number, left: number] => {
  let square = 0
  for (let j = k + 2; j < n; j++) square += a[at + j]! * a[at + j]!
  const first = a[at + k + 1]!
  a.fill(0, at, at + k + 1)
  if (square === 0) {
    a.fill(0, at, at + n)
    return [0, first]
  }
  const length = Math.sqrt(first * first + square)
  const left = first > 0 ? -length : length
  a[at + k + 1] = first - left
  return [1 / (length * (length + Math.abs(first))), left]
}

/** `n` rows at the beginning of the numbers become the normals of reflections; `work` has room for three rows. */
export const toTridiagonal = (
  dense: Dense,
  a: Float64Array,
  n: number,
  row: number,
  work: number,
): Tridiagonal => {
  const [diagonal, beside, factors] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)]
  const columns = inFours(n)
  // The normal, then what is taken from both sides, then the normal again: two factors of two rows each.
  const [v, w] = [work, work + row]
  for (let k = 0; k < n; k++) {
    const at = k * row
    diagonal[k] = a[at + k]!
    if (k + 1 === n) {
      a.fill(0, at, at + row)
      break
    }
    const [factor, left] = normalOf(a, n, at, k)
    beside[k] = left
    factors[k] = factor
    if (factor === 0) continue
    const start = (k + 1) & ~3
    const behind = (k + 1) * row + start
    a.copyWithin(v, at, at + row)
    a.copyWithin(w + row, at, at + row)
    a.fill(0, w, w + row)
    dense.subtractProduct(w + start, v + k + 1, behind, 1, columns - start, n - k - 1, 0, 0, 1, row)
    let shared = 0
    for (let j = k + 1; j < n; j++) {
      const p = -factor * a[w + j]!
      a[w + j] = p
      shared += p * a[v + j]!
    }
    a.fill(0, w, w + k + 1)
    const half = (factor * shared) / 2
    for (let j = k + 1; j < n; j++) a[w + j]! -= half * a[v + j]!
    dense.subtractProduct(behind, v + k + 1, w + start, n - k - 1, columns - start, 2, row, 1, row, row)
  }
  return { diagonal, beside, factors }
}

/** The product of all reflections, whose normals are the first `n` rows, in rows from `q` on. */
export const basisOf = (
  dense: Dense,
  a: Float64Array,
  n: number,
  row: number,
  factors: Float64Array,
  q: number,
  work: number,
): void => {
  a.fill(0, q, q + n * row)
  for (let k = 0; k < n; k++) a[q + k * row + k] = 1
  const triangle = work
  for (let first = Math.floor(Math.max(0, n - 1) / together) * together; first >= 0; first -= together) {
    const count = Math.min(together, n - first)
    const from = first + 1
    if (from >= n) continue
    const reflections = { at: first * row, row, count, from, to: n }
    const next = work + together * together
    triangleOf(dense, a, reflections, factors.subarray(first), triangle, next)
    const behind = { at: q, row, column: first, columns: n - first }
    reflectRows(dense, a, reflections, { at: triangle, transposed: false }, behind, next)
  }
}
