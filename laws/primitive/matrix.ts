/**
 * Matrices of numbers, and what textbooks do with them: Cramer's rule, the expansion of determinants, Gram and Schmidt's process, Jacobi's
 * rotations.
 *
 * @module
 */
import type { Plain } from './plain.ts'

export type Matrix = readonly (readonly number[])[]

export const made = (rows: number, columns: number, at: (i: number, j: number) => number): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => at(i, j)))

export const entry = (a: Matrix, i: number, j: number): number => a[i]![j]!
export const dot = (xs: readonly number[], ys: readonly number[]): number =>
  xs.reduce((total, x, i) => total + x * ys[i]!, 0)
export const columnOf = (a: Matrix, j: number): readonly number[] => a.map(row => row[j]!)

/** The matrix of a batch at some leading indices. */
export const matrixAt = (x: Plain, batch: readonly number[]): Matrix =>
  made(x.shape.at(-2)!, x.shape.at(-1)!, (i, j) => x.at([...batch, i, j]))

export const symmetricPart = (a: Matrix): Matrix =>
  made(a.length, a.length, (i, j) => (entry(a, i, j) + entry(a, j, i)) / 2)

/** By expansion along the first row. */
export const determinant = (a: Matrix): number =>
  a.length === 0
    ? 1
    : a[0]!.reduce(
        (total, x, j) =>
          total + (j % 2 === 0 ? x : -x) * determinant(a.slice(1).map(row => row.toSpliced(j, 1))),
        0,
      )

/** By Cramer's rule: column `j` of the solution's row `i`. */
export const cramer = (a: Matrix, right: readonly number[], i: number): number =>
  determinant(a.map((row, k) => row.with(i, right[k]!))) / determinant(a)

export const choleskyOf = (a: Matrix): Matrix => {
  const l = a.map(row => row.map(() => 0))
  a.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      const rest = row[j]! - dot(l[i]!.slice(0, j), l[j]!.slice(0, j))
      l[i]![j] = i === j ? Math.sqrt(rest) : rest / l[j]![j]!
    }
  })
  return l
}

/** By Gram and Schmidt's process: the columns of `q`; `r` is `qᵀ a`. */
export const gramSchmidt = (a: Matrix): readonly (readonly number[])[] => {
  const basis: (readonly number[])[] = []
  for (const [j] of (a[0] ?? []).entries()) {
    const rest = basis.reduce((column, q) => column.map((x, i) => x - dot(q, column) * q[i]!), columnOf(a, j))
    basis.push(rest.map(x => x / Math.hypot(...rest)))
  }
  return basis
}

/** By Jacobi's rotations: eigenvalues with their vectors, ascending. */
export const jacobi = (
  symmetric: Matrix,
): readonly { readonly value: number; readonly vector: readonly number[] }[] => {
  const n = symmetric.length
  let a = symmetric
  let v = made(n, n, (i, j) => (i === j ? 1 : 0))
  for (let sweep = 0; sweep < 12; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const angle = Math.atan2(2 * entry(a, p, q), entry(a, q, q) - entry(a, p, p)) / 2
        const [c, s] = [Math.cos(angle), Math.sin(angle)]
        const turned = (x: Matrix): Matrix =>
          x.map(row => row.with(p, c * row[p]! - s * row[q]!).with(q, s * row[p]! + c * row[q]!))
        const columns = turned(a)
        a = turned(made(n, n, (i, j) => entry(columns, j, i)))
        v = turned(v)
      }
  return a
    .map((row, i) => {
      const vector = columnOf(v, i)
      const largest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) + 1e-6 ? x : best), 0)
      return { value: row[i]!, vector: largest < 0 ? vector.map(x => -x) : vector }
    })
    .toSorted((one, other) => one.value - other.value)
}
