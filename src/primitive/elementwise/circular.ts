/**
 * The tangent, and the inverse functions of sine, cosine and tangent. Angles are in radians.
 *
 * @module
 */
import { onesLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { mul, neg, scaledBy, sub } from './arithmetic.ts'
import { sqrt } from './elementary.ts'
import { shift } from './scale.ts'
import { dividedBy, operation, unary } from './unary.ts'

const square = (x: Tensor): Tensor => mul(x, x)

/** `√(1 − x²)`, of two factors, so that no digits cancel near ±1. */
const other = (x: Tensor): Tensor => sqrt(mul(sub(onesLike(x), x), shift(1)(x)))

export const Tan = unary('tan', Math.tan, (_, y) => scaledBy(() => shift(1)(square(y))))
export const Asin = unary('asin', Math.asin, x => dividedBy(() => other(x)))
export const Acos = unary('acos', Math.acos, x => dividedBy(() => neg(other(x))))
export const Atan = unary('atan', Math.atan, x => dividedBy(() => shift(1)(square(x))))

/**
 * The tangent of an angle in radians. NumPy's `tan`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const tan = operation(Tan)

/**
 * The angle in [-π/2, π/2] whose sine is `x`; NaN beyond ±1. Its derivative `1/√(1 − x²)` is infinite at ±1. NumPy's `arcsin`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const asin = operation(Asin)

/**
 * The angle in [0, π] whose cosine is `x`; NaN beyond ±1. Its derivative `-1/√(1 − x²)` is infinite at ±1. NumPy's `arccos`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const acos = operation(Acos)

/**
 * The angle in [-π/2, π/2] whose tangent is `x`. NumPy's `arctan`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const atan = operation(Atan)
