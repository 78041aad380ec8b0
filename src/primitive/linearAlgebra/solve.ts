/**
 * Linear equations.
 *
 * @module
 */
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { neg } from '../elementwise/arithmetic.ts'
import { eliminate } from './lu.ts'
import { eachMatrix, product, singularError } from './matrices.ts'
import { requireEquations } from './triangularSolve.ts'

/** Whether the transpose of `a` is solved for, and who asks, for errors. */
export interface SolveOptions {
  readonly transposeA: boolean
  readonly by?: string
}

/** Rows `from`, `from + 1`, … times factors, taken from row `i`. */
const takeFrom = (x: Float64Array, width: number, i: number, k: number, factor: number): void => {
  if (factor === 0) return
  for (let c = 0, p = i * width, q = k * width; c < width; c++, p++, q++) x[p]! -= factor * x[q]!
}

const divideRow = (x: Float64Array, width: number, i: number, pivot: number): void => {
  for (let c = 0; c < width; c++) x[i * width + c]! /= pivot
}

/** `u⁻¹ l⁻¹ x`, in place. */
const forwardsAndBack = (lu: Float64Array, n: number, x: Float64Array, width: number): void => {
  for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) takeFrom(x, width, i, k, lu[i * n + k]!)
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) takeFrom(x, width, i, k, lu[i * n + k]!)
    divideRow(x, width, i, lu[i * n + i]!)
  }
}

/** `l⁻ᵀ u⁻ᵀ x`, in place. */
const transposedForwardsAndBack = (lu: Float64Array, n: number, x: Float64Array, width: number): void => {
  for (let k = 0; k < n; k++) {
    divideRow(x, width, k, lu[k * n + k]!)
    for (let i = k + 1; i < n; i++) takeFrom(x, width, i, k, lu[k * n + i]!)
  }
  for (let k = n - 1; k >= 0; k--) for (let i = 0; i < k; i++) takeFrom(x, width, i, k, lu[k * n + i]!)
}

/** `x` with `a x = b`, or `aᵀ x = b`. */
export const Solve: Primitive<SolveOptions> = {
  name: 'solve',
  shape: (inputs, { by = 'solve' }) => requireEquations(by, inputs),
  kernel: ([a, b], x, { transposeA, by = 'solve' }) => {
    const [n, width] = x.shape.slice(-2) as [number, number]
    const right = new Float64Array(n * width)
    eachMatrix(a!, (lu, index) => {
      const { rows, singular } = eliminate(lu, n)
      if (singular) throw singularError(by, a!.shape, index)
      const base = index * n * width
      const row = (i: number): number => (transposeA ? i : rows[i]!) * width
      for (let i = 0; i < n; i++)
        for (let c = 0; c < width; c++) right[i * width + c] = b!.elements[base + row(i) + c] as number
      if (!transposeA) {
        forwardsAndBack(lu, n, right, width)
        x.elements.set(right, base)
        return
      }
      transposedForwardsAndBack(lu, n, right, width)
      for (let i = 0; i < n; i++)
        x.elements.set(right.subarray(i * width, (i + 1) * width), base + rows[i]! * width)
    })
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
