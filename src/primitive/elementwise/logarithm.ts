/**
 * Logarithms to other bases, and that of odds.
 *
 * @module
 */
import { onesLike } from '../../tensor/function/constructors.ts'
import { mul, sub } from './arithmetic.ts'
import { scale } from './scale.ts'
import { dividedBy, operation, unary } from './unary.ts'

/** Near ½, where it is 0, by the difference to ½, which is exact; elsewhere by two logarithms. */
const logitOf = (x: number): number =>
  x > 0.25 && x < 0.75 ? Math.log1p((2 * x - 1) / (1 - x)) : Math.log(x) - Math.log1p(-x)

export const Log2 = unary('log2', Math.log2, x => dividedBy(() => scale(Math.LN2)(x)))
export const Log10 = unary('log10', Math.log10, x => dividedBy(() => scale(Math.LN10)(x)))
export const Logit = unary('logit', logitOf, x => dividedBy(() => mul(x, sub(onesLike(x), x))))

/**
 * The logarithm to the base 2, exact for powers of 2; `-Infinity` at 0 and NaN below. NumPy's `log2`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const log2 = operation(Log2)

/**
 * The logarithm to the base 10; `-Infinity` at 0 and NaN below. NumPy's `log10`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const log10 = operation(Log10)

/**
 * The logarithm of the odds, `log(x / (1 − x))`, the inverse of `sigmoid`: ±∞ at 0 and 1 and NaN beyond; exact near ½. SciPy's
 * and PyTorch's `logit`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const logit = operation(Logit)
