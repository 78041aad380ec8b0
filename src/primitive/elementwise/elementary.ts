/**
 * Elementary functions of floats, element by element. Each states its derivative in terms of its argument `x` and its
 * value `y`.
 *
 * @module
 */
import { onesLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { erfOf } from '../special/erfOf.ts'
import { mul, neg, scaledBy, sub } from './arithmetic.ts'
import { scale, shift } from './scale.ts'
import { dividedBy, flat, operation, unary } from './unary.ts'

const square = (x: Tensor): Tensor => mul(x, x)

export const Exp = unary('exp', Math.exp, (_, y) => scaledBy(() => y))
export const Expm1 = unary('expm1', Math.expm1, (_, y) => scaledBy(() => shift(1)(y)))
export const Log = unary('log', Math.log, x => dividedBy(() => x))
export const Log1p = unary('log1p', Math.log1p, x => dividedBy(() => shift(1)(x)))
export const Sqrt = unary('sqrt', Math.sqrt, (_, y) => dividedBy(() => scale(2)(y)))
export const Sin = unary('sin', Math.sin, x => scaledBy(() => cos(x)))
export const Cos = unary('cos', Math.cos, x => scaledBy(() => neg(sin(x))))
export const Tanh = unary('tanh', Math.tanh, (_, y) => scaledBy(() => sub(onesLike(y), square(y))))

/** Each branch keeps the argument of `exp` negative, so that nothing overflows and small values keep their digits. */
const logistic = (x: number): number => {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const e = Math.exp(x)
  return e / (1 + e)
}
export const Sigmoid = unary('sigmoid', logistic, (_, y) => scaledBy(() => mul(y, sub(onesLike(y), y))))

export const Erf = unary('erf', erfOf, x =>
  scaledBy(() => scale(2 / Math.sqrt(Math.PI))(exp(neg(square(x))))),
)

export const Abs = unary('abs', Math.abs, x => scaledBy(() => sign(x)))

export const Sign = unary(
  'sign',
  x => (x === 0 ? 0 : Math.sign(x)),
  () => flat,
)

/**
 * `eˣ`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const exp = operation(Exp)

/**
 * `eˣ - 1`, exact near 0.
 *
 * @category Operations
 * @since 0.1.0
 */
export const expm1 = operation(Expm1)

/**
 * The natural logarithm; `-Infinity` at 0 and NaN below.
 *
 * @category Operations
 * @since 0.1.0
 */
export const log = operation(Log)

/**
 * `log(1 + x)`, exact near 0.
 *
 * @category Operations
 * @since 0.1.0
 */
export const log1p = operation(Log1p)

/**
 * The square root. Its derivative at 0 is infinite.
 *
 * @category Operations
 * @since 0.1.0
 */
export const sqrt = operation(Sqrt)

/**
 * The sine of an angle in radians.
 *
 * @category Operations
 * @since 0.1.0
 */
export const sin = operation(Sin)

/**
 * The cosine of an angle in radians.
 *
 * @category Operations
 * @since 0.1.0
 */
export const cos = operation(Cos)

/**
 * The hyperbolic tangent.
 *
 * @category Operations
 * @since 0.1.0
 */
export const tanh = operation(Tanh)

/**
 * The logistic function `1 / (1 + e⁻ˣ)`, without overflow at either end.
 *
 * @category Operations
 * @since 0.1.0
 */
export const sigmoid = operation(Sigmoid)

/**
 * The error function `2/√π · ∫₀ˣ e^(-t²) dt`: how much of a normal distribution lies within `√2 x` deviations.
 *
 * @category Operations
 * @since 0.1.0
 */
export const erf = operation(Erf)

/**
 * The absolute value; its derivative at 0 is 0 (as in PyTorch and JAX).
 *
 * @category Operations
 * @since 0.1.0
 */
export const abs = operation(Abs)

/**
 * -1, 0 or 1, and NaN of NaN; 0 of -0 too (as in NumPy). Its derivative is 0 everywhere.
 *
 * @category Operations
 * @since 0.1.0
 */
export const sign = operation(Sign)
