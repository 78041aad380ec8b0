/**
 * Rounding to integers, which stay floats. All are constant in pieces, so that their derivative is 0 everywhere, at the jumps too
 * (as in PyTorch and JAX).
 *
 * @module
 */
import { flat, operation, unary } from './unary.ts'

/** The nearest integer, of two that are equally near the even one; the sign of 0 stays. */
const nearestEven = (x: number): number => {
  const size = Math.abs(x)
  // From 2⁵² on there are no fractions, and NaN compares false.
  if (!(size < 2 ** 52)) return x
  // The sum is rounded to an integer, as the processor rounds: to even.
  const rounded = size + 2 ** 52 - 2 ** 52
  return x < 0 || Object.is(x, -0) ? -rounded : rounded
}

export const Floor = unary('floor', Math.floor, () => flat)
export const Ceil = unary('ceil', Math.ceil, () => flat)
export const Round = unary('round', nearestEven, () => flat)
export const Trunc = unary('trunc', Math.trunc, () => flat)

/**
 * The largest integer that is not greater, as a float; ±∞, NaN and the sign of 0 stay. Its derivative is 0. NumPy's `floor`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.floor(tensor([1.7, -1.2])) // [1, -2]
 *
 * @category Operations
 * @since 0.1.0
 */
export const floor = operation(Floor)

/**
 * The least integer that is not less, as a float; ±∞, NaN and the sign of 0 stay. Its derivative is 0. NumPy's `ceil`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.ceil(tensor([1.2, -1.7])) // [2, -1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const ceil = operation(Ceil)

/**
 * The nearest integer, as a float. Of two that are equally near it is the even one, as in NumPy, PyTorch and IEEE 754, and unlike
 * JavaScript's `Math.round`. Its derivative is 0. NumPy's `round`, `rint`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.round(tensor([0.5, 1.5, 2.5, -0.7])) // [0, 2, 2, -1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const round = operation(Round)

/**
 * The integer towards 0: the fraction is cut off. The result is a float, and the derivative 0. NumPy's `trunc`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.trunc(tensor([1.7, -1.7])) // [1, -1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const trunc = operation(Trunc)
