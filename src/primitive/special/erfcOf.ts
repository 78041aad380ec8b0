/**
 * The complement of the error function of a number, with small values to all their digits: up to about 4 the forms of `erf`, and
 * further out `e^(−x²) / x · (1/√π − P(1/x²) / (x² Q(1/x²)))`.
 *
 * @see W. J. Cody: "Rational Chebyshev approximations for the error function", 1969: the coefficients
 * @module
 */
import { erfCoefficients, erfNearZero, erfOf } from './erfOf.ts'
import { polynomial } from './polynomial.ts'

/** From here on the third form holds. */
export const erfcFar = 4

/** The coefficients of the third form, from the constant up. */
export const erfcTail = {
  p: [
    -0.0006587491615298378, -0.016083785148742275, -0.12578172611122926, -0.36034489994980445,
    -0.30532663496123236, -0.016315387137302097,
  ],
  q: [
    0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234604, 2.568520192289822, 1,
  ],
} as const

/** `e^(−x²)`: the square in two parts, as its rounding error would be as many times larger as the square is. */
const gaussian = (x: number): number => {
  const head = Math.trunc(x * 16) / 16
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head))
}

/** `1 − 2/√π · ∫₀ˣ e^(−t²) dt`. */
export const erfcOf = (x: number): number => {
  if (x < erfNearZero) return 1 - erfOf(x)
  const { r, s } = erfCoefficients
  if (x <= erfcFar) return (gaussian(x) * polynomial(r, x)) / polynomial(s, x)
  const z = 1 / (x * x)
  const tail = (z * polynomial(erfcTail.p, z)) / polynomial(erfcTail.q, z)
  return (gaussian(Math.min(x, 30)) * (1 / Math.sqrt(Math.PI) + tail)) / x
}
