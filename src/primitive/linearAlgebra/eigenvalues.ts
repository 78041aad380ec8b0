/**
 * Eigenvalues and eigenvectors of symmetric matrices, for kernels.
 *
 * @see Bowdler, Martin, Reinsch, Wilkinson: "The QR and QL algorithms for symmetric matrices", 1968 (EISPACK's tql2)
 * @module
 */
import type { Dense } from '../dense/operations.ts'
import { together, workFor } from './reflections.ts'
import { basisOf, toTridiagonal } from './tridiagonal.ts'

/** The length of a vector of two numbers that are at most about 1. */
const length = (x: number, y: number): number => {
  const square = x * x + y * y
  return square > 1e-280 ? Math.sqrt(square) : Math.hypot(x, y)
}

/** One sweep of the QL algorithm from `m` down to `l`: the turns that it takes; gives by how much all that follow are shifted. */
const sweep = (
  turns: Float64Array,
  n: number,
  d: Float64Array,
  e: Float64Array,
  l: number,
  m: number,
): number => {
  const first = d[l]!
  let p = (d[l + 1]! - first) / (2 * e[l]!)
  let r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1)
  d[l] = e[l]! / (p + r)
  d[l + 1] = e[l]! * (p + r)
  const [second, shift, off] = [d[l + 1]!, first - d[l]!, e[l + 1]!]
  for (let i = l + 2; i < n; i++) d[i]! -= shift
  p = d[m]!
  let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0]
  for (let i = m - 1; i >= l; i--) {
    c3 = c2
    c2 = c
    s2 = s
    const [g, h] = [c * e[i]!, c * p]
    r = length(p, e[i]!)
    e[i + 1] = s * r
    s = e[i]! / r
    c = p / r
    p = c * d[i]! - s * g
    d[i + 1] = h + s * (c * g + s * d[i]!)
    turns[2 * i] = c
    turns[2 * i + 1] = s
  }
  p = (-s * s2 * c3 * off * e[l]!) / second
  e[l] = s * p
  d[l] = c * p
  return shift
}

/** How many sweeps an eigenvalue is given; two or three are usual. */
const most = 60

/** The eigenvalues in `d`; each sweep's turns are handed on. */
const diagonalise = (
  n: number,
  d: Float64Array,
  e: Float64Array,
  turns: Float64Array,
  turn: (first: number, last: number) => void,
): void => {
  let [shifts, largest] = [0, 0]
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!))
    let m = l
    while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * largest) m++
    if (m > l)
      for (let sweeps = 0; sweeps < most; sweeps++) {
        shifts += sweep(turns, n, d, e, l, m)
        turn(l, m)
        if (!(Math.abs(e[l]!) > Number.EPSILON * largest)) break
      }
    d[l]! += shifts
    e[l] = 0
  }
}

/** Whether of the largest entries, to within rounding, the first is negative: it is to be positive. */
const isTurned = (a: Float64Array, at: number, n: number): boolean => {
  let largest = 0
  for (let i = at; i < at + n; i++) largest = Math.max(largest, Math.abs(a[i]!))
  for (let i = at; i < at + n; i++) if (Math.abs(a[i]!) >= (1 - 1e-6) * largest) return a[i]! < 0
  return false
}

/** How far rows are apart that are turned: in whole groups of eight. */
export const rowFor = (n: number): number => {
  const whole = (n + 7) & ~7
  return whole % 64 === 0 ? whole + 8 : whole
}

/** The numbers that are needed beside `n` rows: a basis, and room to work in. */
const spaceFor = (n: number, row: number): number =>
  n * row + Math.max(4 * row, together * together + workFor(n, row)) + 2 * row

/** A power of two near the largest entry, by which they are divided, so that their squares are numbers. */
const sizeOf = (a: Float64Array, n: number, row: number): number => {
  let largest = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(a[i * row + j]!))
  return largest === 0 ? 1 : 2 ** Math.max(-1000, Math.floor(Math.log2(largest)))
}

/** Takes the symmetric part, divided by a size. */
const symmetrise = (a: Float64Array, n: number, row: number, size: number): void => {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const mean = a[i * row + j]! / size / 2 + a[j * row + i]! / size / 2
      a[i * row + j] = mean
      a[j * row + i] = mean
    }
}

/** Rows become columns, from one place to another. */
const transpose = (a: Float64Array, n: number, row: number, from: number, to: number): void => {
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) a[to + j * row + i] = a[from + i * row + j]!
}

/** Eigenvalues in ascending order, and for each where its vector, of length 1, begins. */
export interface EigenPlaces {
  readonly numbers: Float64Array
  readonly values: Float64Array
  readonly places: readonly number[]
}

/** The eigenvalues and vectors of the symmetric part of the matrix that is loaded: rows of `rowFor(n)` numbers. */
export const symmetricEigen = (
  dense: Dense,
  n: number,
  load: (numbers: Float64Array) => void,
  vectors: boolean,
): EigenPlaces => {
  const row = rowFor(n)
  const [basis, space] = [n * row, spaceFor(n, row)]
  const turnsAt = n * row + space - 2 * row
  const numbers = dense.room(n * row + space)
  load(numbers)
  const size = sizeOf(numbers, n, row)
  if (!Number.isFinite(size)) {
    numbers.fill(Number.NaN, 0, n)
    return {
      numbers,
      values: new Float64Array(n).fill(Number.NaN),
      places: Array.from({ length: n }, () => 0),
    }
  }
  symmetrise(numbers, n, row, size)
  const work = 2 * n * row
  const { diagonal, beside, factors } = toTridiagonal(dense, numbers, n, row, work)
  if (vectors) {
    basisOf(dense, numbers, n, row, factors, basis, work)
    numbers.fill(0, 0, n * row)
    transpose(numbers, n, row, basis, 0)
  }
  const turns = numbers.subarray(turnsAt, turnsAt + 2 * n)
  diagonalise(n, diagonal, beside, turns, (first, last) => {
    if (vectors) dense.turnRows(0, row, first, last, turnsAt, (n + 7) & ~7)
  })
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[i]! - diagonal[j]!)
  const places = order.map(i => i * row)
  if (vectors)
    for (const at of places)
      if (isTurned(numbers, at, n)) for (let i = at; i < at + n; i++) numbers[i] = -numbers[i]!
  return { numbers, values: Float64Array.from(order, i => diagonal[i]! * size), places }
}
