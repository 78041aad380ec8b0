/**
 * Linear equations.
 *
 * @module
 */

import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { dense } from '../dense/dense.ts'
import { neg } from '../elementwise/arithmetic.ts'
import { eliminate } from './lu.ts'
import { product, singularError } from './matrices.ts'
import { loadRows, matricesIn, type Rows, rowFor } from './rows.ts'
import { substitute, type Triangle } from './substitute.ts'
import { requireEquations } from './triangularSolve.ts'

/** Whether the transpose of `a` is solved for, and who asks, for errors. */
export interface SolveOptions {
  readonly transposeA: boolean
  readonly by?: string
}

/** The factors of elimination, one after the other, or their transposes the other way round. */
const trianglesIn = (
  { at, row }: Rows,
  size: number,
  transposed: boolean,
): readonly [first: Triangle, second: Triangle] => {
  const strides = transposed ? { row: 1, step: row } : { row, step: 1 }
  const first = { at, ...strides, size, lower: true, unit: !transposed }
  return [first, { at, ...strides, size, lower: false, unit: transposed }]
}

/** `x` with `a x = b`, or `aᵀ x = b`. */
export const Solve: Primitive<SolveOptions> = {
  name: 'solve',
  shape: (inputs, { by = 'solve' }) => requireEquations(by, inputs),
  kernel: ([a, b], x, { transposeA, by = 'solve' }) => {
    const [n, width] = x.shape.slice(-2) as [number, number]
    const matrix = { at: 0, row: rowFor(n) }
    const right = { at: n * matrix.row, row: rowFor(width) }
    const code = dense()
    const numbers = code.room(n * (matrix.row + right.row))
    const triangles = trianglesIn(matrix, n, transposeA)
    for (let index = 0; index < matricesIn(a!); index++) {
      loadRows(a!.elements, index * n * n, [n, n], numbers, matrix)
      const { rows, singular } = eliminate(code, numbers, n, matrix.row)
      if (singular) throw singularError(by, a!.shape, index)
      const base = index * n * width
      for (let i = 0; i < n; i++) {
        const [from, to] = [base + (transposeA ? i : rows[i]!) * width, right.at + i * right.row]
        for (let c = 0; c < right.row; c++) numbers[to + c] = c < width ? b!.elements[from + c]! : 0
      }
      for (const triangle of triangles) substitute(code, numbers, triangle, right, width)
      for (let i = 0; i < n; i++) {
        const [from, to] = [right.at + i * right.row, base + (transposeA ? rows[i]! : i) * width]
        for (let c = 0; c < width; c++) x.elements[to + c] = numbers[from + c]!
      }
    }
  },
  // a dx = db - da x
  partials: ([a], x, options) => {
    const { transposeA, by } = options
    const back = (dx: AnyTensor): AnyTensor =>
      solved(a!, dx, { transposeA: !transposeA, ...(by === undefined ? {} : { by }) })
    return [
      {
        apply: da => neg(solved(a!, product(da, x, { transposeA }), options)),
        transpose: dx => {
          const db = back(dx)
          return neg(transposeA ? product(x, db, { transposeB: true }) : product(db, x, { transposeB: true }))
        },
      },
      { apply: db => solved(a!, db, options), transpose: back },
    ]
  },
}

/** The primitive, applied. */
export const solved = (a: AnyTensor, b: AnyTensor, options: SolveOptions): AnyTensor =>
  bind(Solve, options, [a, b])
