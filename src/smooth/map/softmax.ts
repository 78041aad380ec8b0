/**
 * Softmax and its logarithm along the last axis, as smooth maps. They subtract the largest entry first, so that no entry
 * overflows (the result does not change: both are invariant under shifts).
 *
 * @module
 */

import { add, div, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { equal, select } from '../../primitive/elementwise/compare.ts'
import { exp, log } from '../../primitive/elementwise/elementary.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { max } from '../../primitive/reduction/reduceMax.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { onesLike, zerosLike } from '../../tensor/function/constructors.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import type { ElementwiseMap } from './polymorphic.ts'
import type { Smooth } from './smooth.ts'
import { elementwise } from './typed.ts'

/** Repeats along the last axis what has one number for each row of `x`. */
const alongRowsOf = (x: Tensor): ((perRow: Tensor) => Tensor) =>
  broadcastAlong(
    x.shape,
    x.shape.slice(0, -1).map((_, axis) => axis),
  )

const sumOfRows = (x: Tensor): Tensor => sum([x.shape.length - 1])(x)
const maxOfRows = (x: Tensor): Tensor => max([x.shape.length - 1])(x)

const requireLast = (operation: string, x: Tensor): void => {
  if (x.shape.length === 0 || x.shape.at(-1) === 0)
    throw new ShapeError(
      `${operation} needs a last axis with elements, but was given ${showShape(x.shape)}.`,
      [x.shape],
    )
}

/** 1 where x is neither infinite nor NaN: only then is nothing left of x - x. */
const isOrdinary = (x: Tensor): Integers => equal(sub(x, x), zerosLike(x))

const softmaxOf: Smooth<Tensor, Tensor> = x => {
  requireLast('softmax', x)
  const spread = alongRowsOf(x)
  const e = exp(sub(x, spread(maxOfRows(x))))
  const y = div(e, spread(sumOfRows(e)))
  return [y, dy => mul(y, sub(dy, spread(sumOfRows(mul(dy, y)))))]
}

const logSoftmaxOf: Smooth<Tensor, Tensor> = x => {
  requireLast('logSoftmax', x)
  const spread = alongRowsOf(x)
  const shifted = sub(x, spread(maxOfRows(x)))
  const y = sub(shifted, spread(log(sumOfRows(exp(shifted)))))
  return [y, dy => sub(dy, mul(exp(y), spread(sumOfRows(dy))))]
}

/**
 * `softmax(x)ᵢ = e^xᵢ / Σⱼ e^xⱼ` along the last axis: positive, with sum 1. The pullback of `dy` is `y · (dy - Σ dy · y)`,
 * whose entries add up to 0.
 *
 * An entry of -∞ has probability 0. A row with NaN or ∞, and one with nothing but -∞, is NaN, as in PyTorch, JAX and SciPy.
 *
 * @throws ShapeError for a scalar or an empty last axis.
 * @category Smooth maps
 * @since 0.1.0
 */
export const softmax = takes('softmax', { x: needs.tensor }, () => softmaxUnchecked)

const softmaxUnchecked: ElementwiseMap = elementwise(softmaxOf)

/**
 * `log softmax(x)ᵢ = xᵢ - log Σⱼ e^xⱼ` along the last axis, finite also where softmax rounds to 0. The pullback of `dy` is
 * `dy - softmax(x) · Σ dy`. Rows that are NaN are those of `softmax`; an entry of -∞ elsewhere stays -∞.
 *
 * @throws ShapeError for a scalar or an empty last axis.
 * @category Smooth maps
 * @since 0.1.0
 */
export const logSoftmax = takes('logSoftmax', { x: needs.tensor }, () => logSoftmaxUnchecked)

const logSoftmaxUnchecked: ElementwiseMap = elementwise(logSoftmaxOf)

/**
 * `log Σⱼ e^xⱼ` along the last axis, which disappears: the largest entry, and a little more the more others are near it. Finite
 * also where the exponentials overflow. The pullback of `dy` is `softmax(x) · dy`.
 *
 * It is -∞ of nothing but -∞, and ∞ if an entry is, as in PyTorch and SciPy. There the entries that are as large as the largest share
 * the cotangent evenly, which is the limit for large entries that stay equal (PyTorch's gradient is NaN).
 *
 * @throws ShapeError for a scalar or an empty last axis.
 * @category Smooth maps
 * @since 0.1.0
 */
export const logSumExp = takes('logSumExp', { x: needs.tensor }, () => logSumExpUnchecked)

const logSumExpUnchecked: Smooth<Tensor, Tensor> = x => {
  requireLast('logSumExp', x)
  const spread = alongRowsOf(x)
  const largest = maxOfRows(x)
  // Infinite entries cannot overflow, and subtracted from themselves they would be NaN.
  const level = select(isOrdinary(largest), largest, zerosLike(largest))
  const y = add(level, log(sumOfRows(exp(sub(x, spread(level))))))
  return [
    y,
    dy => {
      const along = spread(y)
      const largestOnes = select(equal(x, spread(largest)), onesLike(x), zerosLike(x))
      const shares = div(largestOnes, spread(sumOfRows(largestOnes)))
      return mul(select(isOrdinary(along), exp(sub(x, along)), shares), spread(dy))
    },
  ]
}
