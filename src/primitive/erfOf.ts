/**
 * The error function of a number.
 *
 * Near 0 it is a rational function, `x · P(x²) / Q(x²)`, and further out `1 − e^(−x²) · R(x) / S(x)`. The relative error is
 * at most about 1e-15.
 *
 * @see W. J. Cody: "Rational Chebyshev approximations for the error function", 1969: the coefficients
 * @module
 */

/** Up to here the first form holds. */
export const erfNearZero = 0.46875

/** From here on the error function rounds to 1. */
export const erfIsOne = 6

/** The coefficients, from the constant up. */
export const erfCoefficients = {
  p: [
    3.20937758913846947e3, 3.77485237685302021e2, 1.13864154151050156e2, 3.1611237438705656,
    1.85777706184603153e-1,
  ],
  q: [2.84423683343917062e3, 1.28261652607737228e3, 2.44024637934444173e2, 2.36012909523441209e1, 1],
  r: [
    1.23033935479799725e3, 2.05107837782607147e3, 1.71204761263407058e3, 8.8195222124176909e2,
    2.98635138197400131e2, 6.61191906371416295e1, 8.88314979438837594, 5.64188496988670089e-1,
    2.15311535474403846e-8,
  ],
  s: [
    1.23033935480374942e3, 3.43936767414372164e3, 4.36261909014324716e3, 3.29079923573345963e3,
    1.62138957456669019e3, 5.37181101862009858e2, 1.17693950891312499e2, 1.57449261107098347e1, 1,
  ],
} as const

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)

/** `2/√π · ∫₀ˣ e^(−t²) dt`. */
export const erfOf = (x: number): number => {
  const { p, q, r, s } = erfCoefficients
  const size = Math.min(Math.abs(x), erfIsOne)
  const z = size * size
  if (size < erfNearZero) return (x * polynomial(p, z)) / polynomial(q, z)
  const value = 1 - (Math.exp(-z) * polynomial(r, size)) / polynomial(s, size)
  return x < 0 ? -value : value
}
