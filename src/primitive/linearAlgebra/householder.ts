/**
 * Orthogonal and triangular factors by Householder's reflections, some columns at a time.
 *
 * @see Golub, Van Loan: "Matrix Computations", 4th edition, section 5.2
 * @module
 */
import type { Dense } from '../dense/operations.ts'
import { type Reflections, reflectRows, together, triangleOf, workFor } from './reflections.ts'
import { inFours, type Rows, rowFor } from './rows.ts'

/** The length of column `k` from row `from` on. */
const lengthOf = (a: Float64Array, m: number, row: number, from: number, k: number): number => {
  let largest = 0
  for (let i = from; i < m; i++) largest = Math.max(largest, Math.abs(a[i * row + k]!))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  let total = 0
  for (let i = from; i < m; i++) total += (a[i * row + k]! / largest) ** 2
  return largest * Math.sqrt(total)
}

/** Where everything lies: the matrix, which is first, `q`, the normals as rows, the triangles of each block, and room to work in. */
export interface FactorPlaces {
  readonly row: number
  readonly q: Rows
  readonly normals: Rows
  readonly triangles: number
  readonly work: number
  readonly size: number
}

/** Where everything lies for matrices of so many rows and columns. */
export const placesFor = (m: number, n: number): FactorPlaces => {
  const [row, long] = [rowFor(n), rowFor(m)]
  const q = { at: m * row, row }
  const normals = { at: 2 * m * row, row: long }
  const triangles = normals.at + n * long
  const work = triangles + Math.ceil(n / together) * together * together
  return { row, q, normals, triangles, work, size: work + workFor(m, row) }
}

/**
 * The matrix becomes `r` on and above the diagonal, `q` is written to its own place. False where a column depends on those before it,
 * as far as rounding lets one see.
 */
export const factor = (
  dense: Dense,
  a: Float64Array,
  m: number,
  n: number,
  { row, q, normals, triangles, work }: FactorPlaces,
): boolean => {
  const whole = Float64Array.from({ length: n }, (_, j) => lengthOf(a, m, row, 0, j))
  const factors = new Float64Array(n)
  const columns = inFours(n)
  let independent = true
  a.fill(0, normals.at, triangles)
  /** Mirrors the columns from `k` to `end` at the plane that is normal to what column `k` is from its diagonal on. */
  const mirror = (k: number, end: number): void => {
    const v = normals.at + k * normals.row
    const length = lengthOf(a, m, row, k, k)
    if (length <= m * Number.EPSILON * whole[k]!) independent = false
    if (length === 0) return
    let square = 0
    for (let i = k; i < m; i++) {
      const part = a[i * row + k]! / length + (i > k ? 0 : a[i * row + k]! < 0 ? -1 : 1)
      a[v + i] = part
      square += part * part
    }
    factors[k] = 2 / square
    const start = k & ~3
    a.fill(0, work, work + end - start)
    const from = k * row + start
    dense.subtractProduct(work, v + k, from, 1, end - start, m - k, 0, 0, 1, row)
    for (let j = 0; j < end - start; j++) a[work + j] = j < k - start ? 0 : -factors[k]! * a[work + j]!
    dense.subtractProduct(from, v + k, work, m - k, end - start, 1, row, 1, 0, 0)
  }
  const blocks = Array.from({ length: Math.ceil(n / together) }, (_, block) => {
    const first = block * together
    const count = Math.min(together, n - first)
    const reflections: Reflections = {
      at: normals.at + first * normals.row,
      row: normals.row,
      ...{ count, from: first, to: m },
    }
    return { first, count, reflections, triangle: triangles + block * together * together }
  })
  for (const { first, count, reflections, triangle } of blocks) {
    const end = Math.min(first + together, columns)
    for (let k = first; k < first + count; k++) mirror(k, end)
    triangleOf(dense, a, reflections, factors.subarray(first), triangle, work)
    const behind = { at: 0, row, column: end, columns: columns - end }
    reflectRows(dense, a, reflections, { at: triangle, transposed: true }, behind, work)
  }
  a.fill(0, q.at, normals.at)
  for (let k = 0; k < n; k++) a[q.at + k * row + k] = 1
  for (const { first, reflections, triangle } of blocks.toReversed()) {
    const behind = { ...q, column: first, columns: columns - first }
    reflectRows(dense, a, reflections, { at: triangle, transposed: false }, behind, work)
  }
  // Rows of r and columns of q change sign together.
  for (let k = 0; k < n; k++)
    if (a[k * row + k]! < 0) {
      for (let j = k; j < n; j++) a[k * row + j] = -a[k * row + j]!
      for (let i = 0; i < m; i++) a[q.at + i * row + k] = -a[q.at + i * row + k]!
    }
  return independent
}
