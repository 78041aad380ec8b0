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
import { dense } from '../dense/dense.ts'
import { add, sub } from '../elementwise/arithmetic.ts'
import { Concat } from '../movement/concat.ts'
import { factor, placesFor } from './householder.ts'
import { leading, product, requireMatrices, rowsOf, transposed, weighted, whichMatrix } from './matrices.ts'
import { loadRows, matricesIn, storeRows } from './rows.ts'
import { solvedTriangular } from './triangularSolve.ts'

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
    const places = placesFor(m, n)
    const code = dense()
    const numbers = code.room(places.size)
    for (let index = 0; index < matricesIn(a!); index++) {
      loadRows(a!.elements, index * m * n, [m, n], numbers, { at: 0, row: places.row })
      if (!factor(code, numbers, m, n, places))
        throw new ArgumentError(
          `qr needs matrices whose columns do not depend on each other, but those of ${whichMatrix(a!.shape, index)} ` +
            `(shape ${showShape(a!.shape)}) do, at least to within rounding: a diagonal that is positive needs full rank.`,
        )
      const base = index * (m + n) * n
      storeRows(numbers, places.q, [m, n], y.elements, base)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          y.elements[base + (m + i) * n + j] = i > j ? 0 : numbers[i * places.row + j]!
    }
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
