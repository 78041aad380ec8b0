/**
 * Orthogonal and triangular factors of matrices with at least as many rows as columns.
 *
 * @module
 */
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { None, Primitive } from '../core/primitive.ts'
import { input } from '../core/rule.ts'
import { add, sub } from '../elementwise/arithmetic.ts'
import { Concat } from '../movement/concat.ts'
import {
  eachMatrix,
  leading,
  product,
  requireMatrices,
  rowsOf,
  transposed,
  weighted,
  whichMatrix,
} from './matrices.ts'
import { solvedTriangular } from './triangularSolve.ts'

/** The length of a column from a row on. */
const lengthOf = (a: Float64Array, m: number, n: number, row: number, column: number): number => {
  let largest = 0
  for (let i = row; i < m; i++) largest = Math.max(largest, Math.abs(a[i * n + column]!))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  let total = 0
  for (let i = row; i < m; i++) total += (a[i * n + column]! / largest) ** 2
  return largest * Math.sqrt(total)
}

/** Row `row` and those below, of columns `from` on, mirrored at the plane that is normal to column `k` of `v`. */
const mirror = (
  x: Float64Array,
  v: Float64Array,
  m: number,
  n: number,
  k: number,
  from: number,
  dots: Float64Array,
): void => {
  dots.fill(0, from)
  let square = 0
  for (let i = k; i < m; i++) {
    const vi = v[i * n + k]!
    square += vi * vi
    for (let j = from, p = i * n + from; j < n; j++, p++) dots[j]! += vi * x[p]!
  }
  if (square === 0) return
  for (let i = k; i < m; i++) {
    const factor = (2 * v[i * n + k]!) / square
    for (let j = from, p = i * n + from; j < n; j++, p++) x[p]! -= factor * dots[j]!
  }
}

/**
 * Householder's reflections: `a` becomes `r` on and above the diagonal, `q` is written to its own array. False where a column
 * depends on those before it, as far as rounding lets one see.
 *
 * @see Golub, Van Loan: "Matrix Computations", 4th edition, section 5.2
 */
const factor = (a: Float64Array, q: Float64Array, m: number, n: number): boolean => {
  const normals = new Float64Array(m * n)
  const dots = new Float64Array(n)
  let independent = true
  const whole = Float64Array.from({ length: n }, (_, j) => lengthOf(a, m, n, 0, j))
  for (let k = 0; k < n; k++) {
    const length = lengthOf(a, m, n, k, k)
    if (length <= m * Number.EPSILON * whole[k]!) independent = false
    for (let i = k; i < m; i++) normals[i * n + k] = length === 0 ? 0 : a[i * n + k]! / length
    if (length !== 0) normals[k * n + k]! += a[k * n + k]! < 0 ? -1 : 1
    mirror(a, normals, m, n, k, k, dots)
  }
  q.fill(0)
  for (let k = 0; k < n; k++) q[k * n + k] = 1
  for (let k = n - 1; k >= 0; k--) mirror(q, normals, m, n, k, k, dots)
  // Rows of r and columns of q change sign together.
  for (let k = 0; k < n; k++)
    if (a[k * n + k]! < 0) {
      for (let j = k; j < n; j++) a[k * n + j] = -a[k * n + j]!
      for (let i = 0; i < m; i++) q[i * n + k] = -q[i * n + k]!
    }
  return independent
}

/** The lower triangle, with the strict one mirrored to above the diagonal. */
const mirroredLower = (x: AnyTensor): AnyTensor =>
  add(
    weighted(x, (i, j) => (i >= j ? 1 : 0)),
    transposed(weighted(x, (i, j) => (i > j ? 1 : 0))),
  )

/** `x r⁻¹` or `x r⁻ᵀ` */
const dividedBy = (x: AnyTensor, r: AnyTensor, inverseOf: 'r' | 'rᵀ'): AnyTensor =>
  transposed(solvedTriangular(r, transposed(x), { lower: false, transposeA: inverseOf === 'r' }))

/** `q` with orthonormal columns, and below it `r`, upper triangular with a positive diagonal: `q r = a`. */
export const Qr: Primitive<None> = {
  name: 'qr',
  shape: inputs => {
    const a = input(inputs, 0)
    requireMatrices('qr', a)
    const [m, n] = a.shape.slice(-2) as [number, number]
    if (m < n)
      throw new ShapeError(
        `qr needs at least as many rows as columns, but was given ${showShape(a.shape)}.`,
        [a.shape],
        a.shape.length - 2,
      )
    return { shape: [...leading(a.shape), m + n, n], dtype: a.dtype }
  },
  kernel: ([a], y) => {
    const [m, n] = a!.shape.slice(-2) as [number, number]
    const q = new Float64Array(m * n)
    eachMatrix(a!, (matrix, index) => {
      if (!factor(matrix, q, m, n))
        throw new ArgumentError(
          `qr needs matrices whose columns do not depend on each other, but those of ${whichMatrix(a!.shape, index)} ` +
            `(shape ${showShape(a!.shape)}) do, at least to within rounding: a diagonal that is positive needs full rank.`,
        )
      const base = index * (m + n) * n
      y.elements.set(q, base)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) y.elements[base + (m + i) * n + j] = i > j ? 0 : matrix[i * n + j]!
    })
  },
  // Walter and Lehmann: "Algorithmic differentiation of linear algebra functions", 2018, section 2.2
  partials: (_, y) => {
    const n = y.shape.at(-1)!
    const m = y.shape.at(-2)! - n
    const q = (): AnyTensor => rowsOf(y, 0, m)
    const r = (): AnyTensor => rowsOf(y, m, n)
    return [
      {
        apply: da => {
          const divided = dividedBy(da, r(), 'r')
          const c = product(q(), divided, { transposeA: true })
          const below = weighted(c, (i, j) => (i > j ? 1 : 0))
          const upper = sub(c, sub(below, transposed(below)))
          const dq = sub(divided, product(q(), upper))
          return bind(Concat, { axis: y.shape.length - 2 }, [dq, product(upper, r())])
        },
        transpose: dy => {
          const [dq, dr] = [rowsOf(dy, 0, m), rowsOf(dy, m, n)]
          const inner = sub(product(r(), dr, { transposeB: true }), product(dq, q(), { transposeA: true }))
          return dividedBy(add(dq, product(q(), mirroredLower(inner))), r(), 'rᵀ')
        },
      },
    ]
  },
}
