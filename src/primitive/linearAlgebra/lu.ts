/**
 * Elimination with exchanges of rows (`p a = l u`), for kernels.
 *
 * @see Golub, Van Loan: "Matrix Computations", 4th edition, sections 3.2 and 3.4
 * @module
 */
import type { Dense } from '../dense/operations.ts'
import { inFours } from './rows.ts'
import { substitute } from './substitute.ts'

/** How many columns are eliminated before all that is right of them is updated. */
const wide = 32

/** How many of these are eliminated before those right of them among them are. */
const narrow = 4

/** Up to so many rows are eliminated column by column: calls would take longer than what they do. */
const small = 16

/** What elimination leaves beside the factors, which are in place of the matrix. */
export interface Elimination {
  /** Row `i` of `l u` is row `rows[i]` of the matrix. */
  readonly rows: Int32Array
  /** 1 or -1, for an even or odd number of exchanges. */
  readonly parity: number
  /** Whether a pivot vanishes, to within the rounding of its row. */
  readonly singular: boolean
}

const largestIn = (a: Float64Array, n: number, at: number): number => {
  let largest = 0
  for (let j = at; j < at + n; j++) largest = Math.max(largest, Math.abs(a[j]!))
  return largest
}

const exchange = <A extends Float64Array | Int32Array>(xs: A, p: number, q: number, length: number): void => {
  for (let i = 0; i < length; i++) {
    const kept = xs[p + i]!
    xs[p + i] = xs[q + i]!
    xs[q + i] = kept
  }
}

/** The row at or below `k` with the largest element of column `k`. */
const pivotRow = (a: Float64Array, n: number, row: number, k: number): number => {
  let best = k
  let largest = Math.abs(a[k * row + k]!)
  for (let i = k + 1, p = i * row + k; i < n; i++, p += row) {
    const size = Math.abs(a[p]!)
    if (size > largest) {
      best = i
      largest = size
    }
  }
  return best
}

/** Column `k` from the rows below, as far as column `to`. */
const eliminateColumn = (a: Float64Array, n: number, row: number, k: number, to: number): void => {
  const pivot = a[k * row + k]!
  if (pivot === 0) return
  for (let i = k + 1, p = i * row; i < n; i++, p += row) {
    const factor = a[p + k]! / pivot
    a[p + k] = factor
    for (let j = k + 1, q = k * row; j < to; j++) a[p + j]! -= factor * a[q + j]!
  }
}

/** Eliminates in place of `n` rows at the beginning of the numbers: `u` on and above the diagonal, `l` below, whose diagonal is 1. */
export const eliminate = (dense: Dense, a: Float64Array, n: number, row: number): Elimination => {
  const [rows, sizes] = [new Int32Array(n), new Float64Array(n)]
  for (let i = 0; i < n; i++) {
    rows[i] = i
    sizes[i] = largestIn(a, n, i * row)
  }
  let [parity, singular] = [1, false]
  const columns = inFours(n)
  const eliminateNarrow = (from: number, to: number): void => {
    for (let k = from; k < Math.min(to, n); k++) {
      const best = pivotRow(a, n, row, k)
      if (best !== k) {
        exchange(a, k * row, best * row, columns)
        exchange(rows, k, best, 1)
        exchange(sizes, k, best, 1)
        parity = -parity
      }
      // A pivot is a difference of numbers as large as those of its row: below their rounding it may as well be 0.
      if (Math.abs(a[k * row + k]!) <= n * Number.EPSILON * sizes[k]!) singular = true
      eliminateColumn(a, n, row, k, to)
    }
  }
  /** The columns behind some that are done, up to others. */
  const update = (from: number, to: number, end: number): void => {
    if (to >= end) return
    const [at, behind] = [from * row + from, from * row + to]
    const size = Math.min(to, n) - from
    substitute(dense, a, { at, row, step: 1, size, lower: true, unit: true }, { at: behind, row }, end - to)
    const below = to * row
    dense.subtractProduct(below + to, below + from, behind, n - to, end - to, size, row, row, 1, row)
  }
  if (n <= small) {
    eliminateNarrow(0, n)
    return { rows, parity, singular }
  }
  for (let first = 0; first < n; first += wide) {
    const end = Math.min(first + wide, columns)
    for (let from = first; from < end; from += narrow) {
      eliminateNarrow(from, from + narrow)
      update(from, from + narrow, end)
    }
    update(first, end, columns)
  }
  return { rows, parity, singular }
}
