/**
 * The error function of a number.
 *
 * Near 0 it is a rational function, `x · P(x²) / Q(x²)`, and further out `1 − e^(−x²) · R(x) / S(x)`. The relative error is
 * at most about 1e-15.
 *
 * @see W. J. Cody: "Rational Chebyshev approximations for the error function", 1969: the coefficients
 * @module
 */
import { polynomial } from './polynomial.ts'

/** Up to here the first form holds. */
export const erfNearZero = 0.46875

/** From here on the error function rounds to 1. */
export const erfIsOne = 6

/** The coefficients, from the constant up. */
export const erfCoefficients = {
  p: [3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315],
  q: [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1],
  r: [
    1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001,
    66.11919063714163, 8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
  ],
  s: [
    1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903,
    537.1811018620099, 117.6939508913125, 15.744926110709835, 1,
  ],
} as const

/** `2/√π · ∫₀ˣ e^(−t²) dt`. */
export const erfOf = (x: number): number => {
  const { p, q, r, s } = erfCoefficients
  const size = Math.min(Math.abs(x), erfIsOne)
  const z = size * size
  if (size < erfNearZero) return (x * polynomial(p, z)) / polynomial(q, z)
  const value = 1 - (Math.exp(-z) * polynomial(r, size)) / polynomial(s, size)
  return x < 0 ? -value : value
}
