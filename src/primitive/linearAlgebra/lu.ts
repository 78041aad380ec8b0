/**
 * Elimination with exchanges of rows (`p a = l u`), for kernels.
 *
 * @see Golub, Van Loan: "Matrix Computations", 4th edition, sections 3.2 and 3.4
 * @module
 */

/** How many columns are eliminated before what is right of them is updated: it is then read once for all of them. */
const panel = 4

/** What elimination leaves beside the factors, which are in place of the matrix. */
export interface Elimination {
  /** Row `i` of `l u` is row `rows[i]` of the matrix. */
  readonly rows: Int32Array
  /** 1 or -1, for an even or odd number of exchanges. */
  readonly parity: number
  /** Whether a pivot vanishes, to within the rounding of its row. */
  readonly singular: boolean
}

const largestIn = (a: Float64Array, n: number, row: number): number => {
  let largest = 0
  for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(a[row * n + j]!))
  return largest
}

const exchange = <A extends Float64Array | Int32Array>(xs: A, p: number, q: number, length: number): void => {
  for (let i = 0; i < length; i++) {
    const kept = xs[p + i]!
    xs[p + i] = xs[q + i]!
    xs[q + i] = kept
  }
}

/** Columns `from` to `to` of row `row` less `factor` times row `by`. */
const subtract = (
  a: Float64Array,
  n: number,
  row: number,
  by: number,
  factor: number,
  from: number,
  to: number,
): void => {
  for (let p = row * n + from, q = by * n + from, end = row * n + to; p < end; p++, q++)
    a[p]! -= factor * a[q]!
}

/** The columns behind a panel, of all rows below it. */
const updateBehind = (a: Float64Array, n: number, first: number): void => {
  const behind = first + panel
  for (let j = 0; j < panel; j++)
    for (let i = j + 1; i < panel; i++)
      subtract(a, n, first + i, first + j, a[(first + i) * n + first + j]!, behind, n)
  for (let i = behind; i < n; i++) {
    const row = i * n + first
    const [a0, a1, a2, a3] = [a[row]!, a[row + 1]!, a[row + 2]!, a[row + 3]!]
    let q = first * n + behind
    for (let p = i * n + behind, end = (i + 1) * n; p < end; p++, q++)
      a[p] = a[p]! - a0 * a[q]! - a1 * a[q + n]! - a2 * a[q + 2 * n]! - a3 * a[q + 3 * n]!
  }
}

/** Eliminates in place: `u` on and above the diagonal, `l` below, whose diagonal is 1. */
export const eliminate = (a: Float64Array, n: number): Elimination => {
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  const sizes = Float64Array.from({ length: n }, (_, i) => largestIn(a, n, i))
  let [parity, singular] = [1, false]
  for (let first = 0; first < n; first += panel) {
    const end = Math.min(first + panel, n)
    const whole = first + panel <= n
    for (let k = first; k < end; k++) {
      let best = k
      for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[best * n + k]!)) best = i
      if (best !== k) {
        exchange(a, k * n, best * n, n)
        exchange(rows, k, best, 1)
        exchange(sizes, k, best, 1)
        parity = -parity
      }
      const pivot = a[k * n + k]!
      // A pivot is a difference of numbers as large as those of its row: below their rounding it may as well be 0.
      if (Math.abs(pivot) <= n * Number.EPSILON * sizes[k]!) singular = true
      if (pivot === 0) continue
      for (let i = k + 1; i < n; i++) {
        const factor = a[i * n + k]! / pivot
        a[i * n + k] = factor
        if (factor !== 0) subtract(a, n, i, k, factor, k + 1, whole ? end : n)
      }
    }
    if (whole && end < n) updateBehind(a, n, first)
  }
  return { rows, parity, singular }
}
