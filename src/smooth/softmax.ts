/**
 * Softmax and its logarithm along the last axis, as smooth maps. They subtract the largest entry first, so that no entry
 * overflows (the result does not change: both are invariant under shifts).
 *
 * @module
 */
import { mul, sub } from '../primitive/arithmetic.ts'
import { broadcastAlong, sum } from '../primitive/broadcast.ts'
import { div } from '../primitive/arithmetic.ts'
import { exp, log } from '../primitive/elementary.ts'
import { max } from '../primitive/extremum.ts'
import { ShapeError } from '../tensor/error.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Smooth } from './smooth.ts'

/** Reduces the last axis and repeats the result along it. */
const alongLast =
  (reduce: (axes: readonly number[]) => (x: Tensor) => Tensor) =>
  (x: Tensor): Tensor => {
    const last = x.shape.length - 1
    return broadcastAlong<number, Shape>(
      x.shape,
      x.shape.slice(0, -1).map((_, axis) => axis),
    )(reduce([last])(x)) as Tensor
  }

const sumOf = alongLast(sum)
const maxOf = alongLast(max)

const requireLast = (operation: string, x: Tensor): void => {
  if (x.shape.length === 0 || x.shape.at(-1) === 0)
    throw new ShapeError(
      `${operation} needs a last axis with elements, but was given ${showShape(x.shape)}.`,
      [x.shape],
    )
}

/**
 * `softmax(x)ᵢ = e^xᵢ / Σⱼ e^xⱼ` along the last axis: positive, with sum 1. The pullback of `dy` is `y · (dy - Σ dy · y)`,
 * whose entries add up to 0.
 *
 * @throws ShapeError for a scalar or an empty last axis.
 */
export const softmax: Smooth<Tensor, Tensor> = (x) => {
  requireLast('softmax', x)
  const e = exp(sub(x, maxOf(x)))
  const y = div(e, sumOf(e))
  return [y, (dy) => mul(y, sub(dy, sumOf(mul(dy, y))))]
}

/**
 * `log softmax(x)ᵢ = xᵢ - log Σⱼ e^xⱼ` along the last axis, finite also where softmax rounds to 0. The pullback of `dy` is
 * `dy - softmax(x) · Σ dy`.
 *
 * @throws ShapeError for a scalar or an empty last axis.
 */
export const logSoftmax: Smooth<Tensor, Tensor> = (x) => {
  requireLast('logSoftmax', x)
  const shifted = sub(x, maxOf(x))
  const y = sub(shifted, log(sumOf(exp(shifted))))
  return [y, (dy) => sub(dy, mul(exp(y), sumOf(dy)))]
}
