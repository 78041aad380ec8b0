/**
 * Functions of single elements that are composed of primitives.
 *
 * @module
 */

import { type BinaryOfFloats, dual } from '../primitive/core/dual.ts'
import { add, div, mul, neg, sub } from '../primitive/elementwise/arithmetic.ts'
import { equal, greater, maximum, minimum, select } from '../primitive/elementwise/compare.ts'
import { abs, exp, log1p, sqrt } from '../primitive/elementwise/elementary.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { full, onesLike, zerosLike } from '../tensor/function/constructors.ts'
import type { Shape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * `x²`. NumPy's `square`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.square(tensor([3, -2])) // [9, 4]
 *
 * @category Operations
 * @since 0.1.0
 */
export const square = takes('square', { x: needs.floats }, () => squareUnchecked)

const squareUnchecked = <S extends Shape>(x: Tensor<S>): Tensor<S> => mul(x, x)

/**
 * `1 / x`: infinite at 0, with its sign. NumPy's `reciprocal`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.reciprocal(tensor([4, -2])) // [0.25, -0.5]
 *
 * @category Operations
 * @since 0.1.0
 */
export const reciprocal = takes('reciprocal', { x: needs.floats }, () => reciprocalUnchecked)

const reciprocalUnchecked = <S extends Shape>(x: Tensor<S>): Tensor<S> => div(onesLike(x), x)

/**
 * `1 / √x`: infinite at 0 and NaN below. PyTorch's `rsqrt`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.rsqrt(tensor([4, 0.25])) // [0.5, 2]
 *
 * @category Operations
 * @since 0.1.0
 */
export const rsqrt = takes('rsqrt', { x: needs.floats }, () => rsqrtUnchecked)

const rsqrtUnchecked = <S extends Shape>(x: Tensor<S>): Tensor<S> => div(onesLike(x), sqrt(x))

/**
 * The bounds of `clip`. One that is left out does not bound.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface ClipOptions {
  readonly min?: number
  readonly max?: number
}

const bounds = needs.options({ min: needs.number, max: needs.number })

/**
 * Each element, but not less than `min` nor more than `max`; NaN stays NaN. Its derivative is 1 within and at the bounds, and 0 beyond
 * (as in PyTorch). NumPy's `clip`, PyTorch's `clamp`.
 *
 * @throws ArgumentError if a bound is NaN, or the lower above the upper.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.clip({ min: -1, max: 1 })(tensor([-3, 0.5, 2])) // [-1, 0.5, 1]
 * op.clip({ min: 0 })(tensor([-3, 0.5, 2])) // [0, 0.5, 2]
 *
 * @category Operations
 * @since 0.1.0
 */
export const clip = takes('clip', [{ bounds }, { x: needs.floats }], () => clipUnchecked)

const clipUnchecked = ({ min, max }: ClipOptions = {}) => {
  if (min !== undefined && max !== undefined && min > max)
    throw new ArgumentError(
      `clip needs a lower bound that is not above the upper, but was given ${min} and ${max}.`,
    )
  return <S extends Shape>(x: Tensor<S>): Tensor<S> => {
    const bound = (value: number): Tensor<S> => full(x.shape as S, value, x.dtype) as Tensor<S>
    const above = min === undefined ? x : select(greater(bound(min), x), bound(min), x)
    return max === undefined ? above : select(greater(above, bound(max)), bound(max), above)
  }
}

const logaddexpOf = <S extends Shape>(x: Tensor<S>, y: Tensor<S>): Tensor<S> => {
  // Of equal infinities the difference is not a number.
  const gap = select(equal(x, y), zerosLike(x), sub(x, y))
  return add(maximum(x, y), log1p(exp(neg(abs(gap)))))
}

/**
 * `log (eˣ + eʸ)`, element by element, without overflow; of `-∞` twice it is `-∞`. Its derivatives are the shares of both,
 * a half each where they are equal. NumPy's `logaddexp`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.logaddexp(tensor([1000]), tensor([1000])) // [1000 + log 2]
 *
 * @category Operations
 * @since 0.1.0
 */
export const logaddexp: BinaryOfFloats = dual('logaddexp', logaddexpOf)

/**
 * The logarithm of `sigmoid`, `-log (1 + e⁻ˣ)`, without overflow at either end. PyTorch's `logsigmoid`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.logSigmoid(tensor([0, -1000])) // [-log 2, -1000]
 *
 * @category Operations
 * @since 0.1.0
 */
export const logSigmoid = takes('logSigmoid', { x: needs.floats }, () => logSigmoidUnchecked)

const logSigmoidUnchecked = <S extends Shape>(x: Tensor<S>): Tensor<S> =>
  sub(minimum(x, zerosLike(x)), log1p(exp(neg(abs(x)))))
