/**
 * `Q(x) / φ(x)` of the normal distribution, from 0 up: the probability above x beside the density there, the ratio of Mills. It is
 * `√(π/2) e^(y²) (1 - erf y)` at `y = x / √2`, of which neither factor is computed, so that it neither overflows nor vanishes.
 *
 * @see W. J. Cody: "Rational Chebyshev approximations for the error function", 1969; from 4 on Laplace's continued fraction,
 * Abramowitz and Stegun: "Handbook of mathematical functions", 1964, 7.1.14
 * @module
 */
import { erfCoefficients, erfNearZero, erfOf } from './erfOf.ts'

const { r, s } = erfCoefficients

const polynomial = (coefficients: readonly number[], x: number): number => {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!
  return sum
}

const scaledErfc = (y: number): number => {
  if (y < erfNearZero) return Math.exp(y * y) * (1 - erfOf(y))
  if (y < 4) return polynomial(r, y) / polynomial(s, y)
  let rest = y
  for (let n = 40; n > 0; n--) rest = y + n / 2 / rest
  return 1 / (Math.sqrt(Math.PI) * rest)
}

/** The ratio of Mills, at a number that is not negative. */
export const millsOf = (x: number): number => Math.sqrt(Math.PI / 2) * scaledErfc(x / Math.SQRT2)
