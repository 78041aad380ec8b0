/**
 * The derivative of eigenvectors: what pairs of them are turned by, over the distance of their eigenvalues.
 *
 * @module
 */
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, sameShape, showShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { None, Primitive } from '../core/primitive.ts'
import { none } from '../core/primitive.ts'
import { input, requireSameDType } from '../core/rule.ts'
import { mul, neg, sub } from '../elementwise/arithmetic.ts'
import { Broadcast, Sum } from '../reduction/broadcast.ts'
import { eachMatrix, requireSquare, whichMatrix } from './matrices.ts'

/** A number for each row or each column of square matrices. */
const spread = (x: AnyTensor, shape: Shape, along: 'rows' | 'columns'): AnyTensor => {
  const last = x.shape.length - 1
  const axes = x.shape.map((_, axis) => (axis === last && along === 'columns' ? axis + 1 : axis))
  return bind(Broadcast, { shape, axes }, [x])
}

const equalError = (shape: Shape, index: number, one: number, other: number): ArgumentError =>
  new ArgumentError(
    `The derivative of symmetricEigen is not defined where eigenvalues are equal, but ${whichMatrix(shape, index)} ` +
      `(shape ${showShape(shape)}) has ${one} and ${other}, equal to within rounding: any basis of their plane would do. ` +
      'Where vectors are not needed, use op.symmetricEigenvalues, whose derivative is defined.',
  )

/** `m[i, j] / (values[j] - values[i])`, and 0 on the diagonal; of zeros all are 0, whatever the values are. */
export const DivideByGaps: Primitive<None> = {
  name: 'divideByGaps',
  shape: inputs => {
    const [values, m] = [input(inputs, 0), input(inputs, 1)]
    requireSquare('divideByGaps', m)
    requireSameDType('divideByGaps', values, m)
    if (!sameShape(values.shape, m.shape.slice(0, -1)))
      throw new ShapeError(
        `divideByGaps needs a value for each row, but was given ${showShape(values.shape)} for ${showShape(m.shape)}.`,
        [values.shape, m.shape],
      )
    return m
  },
  kernel: ([values, m], y) => {
    const n = m!.shape.at(-1)!
    const rounding = n * (m!.dtype === 'f32' ? 2 ** -23 : Number.EPSILON)
    eachMatrix(m!, (matrix, index) => {
      const own = Array.from({ length: n }, (_, i) => values!.elements[index * n + i] as number)
      const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      const isZero = matrix.every(entry => entry === 0)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          const gap = own[j]! - own[i]!
          if (i !== j && !isZero && Math.abs(gap) <= rounding * largest)
            throw equalError(m!.shape, index, own[Math.min(i, j)]!, own[Math.max(i, j)]!)
          y.elements[(index * n + i) * n + j] = i === j || isZero ? 0 : matrix[i * n + j]! / gap
        }
    })
  },
  partials: ([values], y) => {
    const slope = (): AnyTensor => neg(dividedByGaps(values!, y))
    const rank = y.shape.length
    return [
      {
        apply: dvalues =>
          mul(slope(), sub(spread(dvalues, y.shape, 'columns'), spread(dvalues, y.shape, 'rows'))),
        transpose: dy => {
          const scaled = mul(slope(), dy)
          return sub(bind(Sum, { axes: [rank - 2] }, [scaled]), bind(Sum, { axes: [rank - 1] }, [scaled]))
        },
      },
      { apply: dm => dividedByGaps(values!, dm), transpose: dy => dividedByGaps(values!, dy) },
    ]
  },
}

/** The primitive, applied. */
export const dividedByGaps = (values: AnyTensor, m: AnyTensor): AnyTensor =>
  bind(DivideByGaps, none, [values, m])
