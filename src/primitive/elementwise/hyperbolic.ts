/**
 * Hyperbolic functions and their inverses; `tanh` stands with the elementary ones.
 *
 * @module
 */
import { onesLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { mul, scaledBy, sub } from './arithmetic.ts'
import { sqrt } from './elementary.ts'
import { hypot } from './plane.ts'
import { shift } from './scale.ts'
import { dividedBy, operation, unary } from './unary.ts'

export const Sinh = unary('sinh', Math.sinh, x => scaledBy(() => cosh(x)))
export const Cosh = unary('cosh', Math.cosh, x => scaledBy(() => sinh(x)))
export const Asinh = unary('asinh', Math.asinh, x => dividedBy(() => hypot(x, onesLike(x))))
// Two roots and two factors, so that no digits cancel near 1 and nothing overflows.
export const Acosh = unary('acosh', Math.acosh, x =>
  dividedBy(() => mul(sqrt(shift(-1)(x)), sqrt(shift(1)(x)))),
)
export const Atanh = unary('atanh', Math.atanh, (x: Tensor) =>
  dividedBy(() => mul(sub(onesLike(x), x), shift(1)(x))),
)

/**
 * The hyperbolic sine `(eˣ − e⁻ˣ) / 2`, exact near 0. NumPy's `sinh`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const sinh = operation(Sinh)

/**
 * The hyperbolic cosine `(eˣ + e⁻ˣ) / 2`. NumPy's `cosh`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const cosh = operation(Cosh)

/**
 * The number whose hyperbolic sine is `x`, `log(x + √(x² + 1))`, exact near 0. NumPy's `arcsinh`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const asinh = operation(Asinh)

/**
 * The number ≥ 0 whose hyperbolic cosine is `x`; NaN below 1. Its derivative `1/√(x² − 1)` is infinite at 1. NumPy's `arccosh`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const acosh = operation(Acosh)

/**
 * The number whose hyperbolic tangent is `x`, `log((1 + x) / (1 − x)) / 2`: ±∞ at ±1 and NaN beyond. NumPy's `arctanh`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const atanh = operation(Atanh)
