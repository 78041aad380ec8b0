/**
 * Functions with the points left out where their derivative is infinite or not defined: there the value is 0, and no cotangent
 * passes.
 *
 * A choice by `select` alone does not do that. `select(x > 0, log x, 0)` has the right value at 0, but the pullback of the logarithm
 * still runs there and multiplies the 0 that it is given by 1 / 0, which is NaN. So the argument is replaced first, by one at which
 * nothing happens, and then the value.
 *
 * @see JAX, Frequently asked questions, "Gradients contain NaN where using where": the double `where`
 * @module
 */

import { needs, takes } from '../../tensor/contract/index.ts'
import { onesLike, zerosLike } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { div, mul } from '../elementwise/arithmetic.ts'
import { equal, greaterEqual, select } from '../elementwise/compare.ts'
import { log, sqrt } from '../elementwise/elementary.ts'
import { sum } from './broadcast.ts'
import { type Reduction, reductionArguments, reductionBy } from './reduction.ts'

/** `f`, but 0 where the mask says so, and with no derivative there. */
const except = <S extends Shape>(
  mask: Integers<S>,
  x: Tensor<S>,
  f: (x: Tensor<S>) => Tensor<S>,
): Tensor<S> => select(mask, zerosLike(x), f(select(mask, onesLike(x), x)))

const isNotPositive = <S extends Shape>(x: Tensor<S>): Integers<S> => greaterEqual(zerosLike(x), x)

/**
 * The natural logarithm of what is positive, element by element, and 0 elsewhere, with derivative 0 there. NaN stays NaN.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const total = (x: Tensor<[2]>) => op.sum()(op.safeLog(x))
 * smooth.gradient(smooth.lift(total))(tensor([0, 2])) // [0, 0.5]
 *
 * @category Operations
 * @since 0.1.0
 */
export const safeLog = takes('safeLog', { x: needs.tensor }, () => safeLogUnchecked)

const safeLogUnchecked = <S extends Shape>(x: Tensor<S>): Tensor<S> => except(isNotPositive(x), x, log)

/**
 * The square root of what is positive, element by element, and 0 elsewhere, with derivative 0 there: that of `sqrt` at 0 is infinite,
 * and times a cotangent of 0 it is NaN. NaN stays NaN.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.safeSqrt(tensor([4, 0, -1])) // [2, 0, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const safeSqrt = takes('safeSqrt', { x: needs.tensor }, () => safeSqrtUnchecked)

const safeSqrtUnchecked = <S extends Shape>(x: Tensor<S>): Tensor<S> => except(isNotPositive(x), x, sqrt)

/**
 * `x / y`, element by element, and 0 where y is 0, with derivative 0 in both there. NaN stays NaN, where y is not 0.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.safeDiv(tensor([1, 1]), tensor([4, 0])) // [0.25, 0]
 */
export const safeDiv = takes('safeDiv', { x: needs.tensor, y: needs.tensor }, () => safeDivUnchecked)

const safeDivUnchecked = <S extends Shape>(x: Tensor<S>, y: Tensor<S>): Tensor<S> => {
  const mask = equal(y, zerosLike(y))
  return select(mask, zerosLike(x), div(x, select(mask, onesLike(y), y)))
}

/**
 * The Euclidean norm `√(Σ x²)` over the given axes, which disappear, or stay with size 1 with `{ keep: true }`, or over all; its derivative `x / ‖x‖` is 0 where the norm is 0,
 * as in PyTorch. Where squares overflow it is infinite, and where they vanish 0, as in NumPy.
 *
 * @throws ShapeError if an axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.norm()(tensor([3, 4])) // 5
 * op.norm([1])(tensor([[3, 4], [0, 0]])) // [5, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const norm = takes('norm', reductionArguments, () => normUnchecked)

const normUnchecked: Reduction = reductionBy('norm', (x, axes) => {
  const floats = x as Tensor
  return safeSqrt(sum(axes)(mul(floats, floats)))
})
