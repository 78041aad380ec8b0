/**
 * Determinants, and the logarithms of their absolute values.
 *
 * @module
 */

import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input } from '../core/rule.ts'
import { dense } from '../dense/dense.ts'
import { mul } from '../elementwise/arithmetic.ts'
import { Broadcast, Sum } from '../reduction/broadcast.ts'
import { eliminate } from './lu.ts'
import { identityLike, leading, requireSquare, singularError } from './matrices.ts'
import { loadRows, matricesIn, rowFor } from './rows.ts'
import { solved } from './solve.ts'

/** Whether the logarithm of the absolute value is asked for, which neither overflows nor vanishes. */
export interface DeterminantOptions {
  readonly log: boolean
}

const nameOf = ({ log }: DeterminantOptions): string => (log ? 'logDet' : 'det')

/** A number for each matrix, over its rows and columns. */
const overMatrices = (x: AnyTensor, shape: Shape): AnyTensor =>
  bind(Broadcast, { shape, axes: x.shape.map((_, axis) => axis) }, [x])

/** The determinant of each matrix. */
export const Determinant: Primitive<DeterminantOptions> = {
  name: 'determinant',
  shape: (inputs, options) => {
    const a = input(inputs, 0)
    requireSquare(nameOf(options), a)
    return { shape: leading(a.shape), dtype: a.dtype }
  },
  kernel: ([a], y, options) => {
    const n = a!.shape.at(-1)!
    const row = rowFor(n)
    const code = dense()
    const lu = code.room(n * row)
    for (let index = 0; index < matricesIn(a!); index++) {
      loadRows(a!.elements, index * n * n, [n, n], lu, { at: 0, row })
      const { parity, singular } = eliminate(code, lu, n, row)
      if (options.log && singular) throw singularError(nameOf(options), a!.shape, index)
      let [det, log] = [parity, 0]
      for (let i = 0; i < n; i++) {
        const pivot = lu[i * row + i]!
        det *= pivot
        log += Math.log(Math.abs(pivot))
      }
      y.elements[index] = options.log ? log : det
    }
  },
  // d log |det a| = tr(a⁻¹ da), and d det a = det a · tr(a⁻¹ da) (Jacobi's formula).
  partials: ([a], y, options) => {
    const slope = (): AnyTensor => {
      const inverse = solved(a!, identityLike(a!), {
        transposeA: true,
        by: `The derivative of ${nameOf(options)}`,
      })
      return options.log ? inverse : mul(inverse, overMatrices(y, a!.shape))
    }
    const rank = a!.shape.length
    return [
      {
        apply: da => bind(Sum, { axes: [rank - 2, rank - 1] }, [mul(slope(), da)]),
        transpose: dy => mul(slope(), overMatrices(dy, a!.shape)),
      },
    ]
  },
}
