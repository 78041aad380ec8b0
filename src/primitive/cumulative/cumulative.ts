/**
 * Cumulative products, positions of cumulative maxima, and logarithms of cumulative sums of exponentials. Their derivatives are linear
 * recurrences, right also where factors are 0 and where exponentials overflow.
 *
 * @module
 */

import { zerosLike } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { notDifferentiable, type Primitive } from '../core/primitive.ts'
import { input } from '../core/rule.ts'
import { mul, sub } from '../elementwise/arithmetic.ts'
import { select } from '../elementwise/compare.ts'
import { exp } from '../elementwise/elementary.ts'
import { type AlongOptions, type Lines, linesOf, preceded, sameAlong, shifted } from '../movement/line.ts'
import { isInfinite } from './infinite.ts'
import { recurrence } from './recurrence.ts'

/** Visits each line along an axis: where it begins, and how far its elements are apart. */
const eachLine = ({ outer, length, inner }: Lines, visit: (from: number) => void): void => {
  for (let block = 0; block < outer; block++)
    for (let j = 0; j < inner; j++) visit(block * length * inner + j)
}

export const CumProd: Primitive<AlongOptions> = {
  name: 'cumProd',
  shape: (inputs, { axis }) => sameAlong('cumProd', input(inputs, 0), axis),
  kernel: ([x], y, { axis }) => {
    const lines = linesOf(y.shape, axis)
    const [xs, ys] = [x!.elements, y.elements]
    eachLine(lines, from => {
      let product = 1
      for (let i = 0, at = from; i < lines.length; i++, at += lines.inner) {
        product *= xs[at]!
        ys[at] = product
      }
    })
  },
  // yᵢ = xᵢ yᵢ₋₁, so dyᵢ = xᵢ dyᵢ₋₁ + yᵢ₋₁ dxᵢ: nothing is divided by what may be 0.
  partials: ([x], y, { axis }) => {
    const factors = x as Tensor
    const before = (): Tensor => preceded(y as Tensor, axis, 1)
    return [
      {
        apply: dx => recurrence(axis, false)(factors, mul(before(), dx as Tensor)),
        transpose: dy => mul(before(), recurrence(axis, true)(shifted(factors, axis, -1), dy as Tensor)),
      },
    ]
  },
}

export const CumArgmax: Primitive<AlongOptions> = {
  name: 'cumArgmax',
  shape: (inputs, { axis }) => ({
    shape: sameAlong('cumMax', input(inputs, 0), axis).shape,
    dtype: 'i32',
  }),
  kernel: ([x], y, { axis }) => {
    const lines = linesOf(y.shape, axis)
    const [xs, ys] = [x!.elements, y.elements]
    eachLine(lines, from => {
      let [best, largest] = [0, Number.NEGATIVE_INFINITY]
      for (let i = 0, at = from; i < lines.length; i++, at += lines.inner) {
        const value = xs[at]!
        // The first NaN stays. Of equal ones the last counts.
        if (!Number.isNaN(largest) && !(value < largest)) [best, largest] = [i, value]
        ys[at] = best
      }
    })
  },
  partials: notDifferentiable,
}

/** `e^(p - q)`, and 0 where q is infinite. */
const ratio = (p: Tensor, q: Tensor): Tensor => {
  const mask = isInfinite(q)
  const none = zerosLike(q)
  return select(mask, none, exp(select(mask, none, sub(p, q))))
}

export const LogCumSumExp: Primitive<AlongOptions> = {
  name: 'logCumSumExp',
  shape: (inputs, { axis }) => sameAlong('logCumSumExp', input(inputs, 0), axis),
  kernel: ([x], y, { axis }) => {
    const lines = linesOf(y.shape, axis)
    const [xs, ys] = [x!.elements, y.elements]
    eachLine(lines, from => {
      // The sum is e^level · total, where the level is the largest so far.
      let [level, total] = [Number.NEGATIVE_INFINITY, 0]
      for (let i = 0, at = from; i < lines.length; i++, at += lines.inner) {
        const value = xs[at]!
        if (value === level) total += 1
        else if (value < level) total += Math.exp(value - level)
        else [total, level] = [total * Math.exp(level - value) + 1, value]
        ys[at] = level + Math.log(total)
      }
    })
  },
  // e^yᵢ = e^yᵢ₋₁ + e^xᵢ, so dyᵢ = e^(yᵢ₋₁ - yᵢ) dyᵢ₋₁ + e^(xᵢ - yᵢ) dxᵢ, of which no factor is larger than 1.
  partials: ([x], y, { axis }) => {
    const out = y as Tensor
    const carried = (): Tensor => ratio(preceded(out, axis), out)
    const share = (d: AnyTensor): Tensor => mul(ratio(x as Tensor, out), d as Tensor)
    return [
      {
        apply: dx => recurrence(axis, false)(carried(), share(dx)),
        transpose: dy => share(recurrence(axis, true)(shifted(carried(), axis, -1), dy as Tensor)),
      },
    ]
  },
}
