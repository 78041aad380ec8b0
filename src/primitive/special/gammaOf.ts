/**
 * The logarithm of the gamma function of a number, and its derivatives.
 *
 * Far out Stirling's series and its derivatives; nearer, sums up to there; and around the zeros, at 1 and 2 and of the digamma
 * function at 1.46, Taylor series, whose coefficients are values of Hurwitz' zeta function. Of negative numbers by reflection.
 *
 * @see NIST Digital Library of Mathematical Functions, 5.5 (recurrence, reflection), 5.7, 5.11 (series), 5.15, and 25.11 (zeta)
 * @module
 */
import { polynomial } from './polynomial.ts'

/** The Bernoulli numbers B₂, B₄, …, B₂₀. */
export const bernoulli = [
  1 / 6,
  -1 / 30,
  1 / 42,
  -1 / 30,
  5 / 66,
  -691 / 2730,
  7 / 6,
  -3617 / 510,
  43867 / 798,
  -174611 / 330,
] as const

/** From here on the asymptotic series hold. */
export const far = 12

/** `Σ (q + k)^(-s)` over k = 0, 1, 2, … for a whole s > 1 and a positive q, by Euler and Maclaurin. */
const zeta = (s: number, q: number): number => {
  let sum = 0
  let a = q
  for (; a < far + s / 2; a++) {
    const term = a ** -s
    sum += term
    if (term < sum * 2 ** -60) return sum
  }
  // One power less is taken out of the sum, as all of them may be too small for a number.
  let tail = a / (s - 1) + 1 / 2
  let factor = s / (2 * a)
  for (const [i, b] of bernoulli.entries()) {
    tail += b * factor
    const n = 2 * i + 2
    factor *= ((s + n - 1) * (s + n)) / ((n + 1) * (n + 2) * a * a)
  }
  return sum + (tail / a) * a ** (1 - s)
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

export const stirling = bernoulli.map((b, i) => b / ((2 * i + 1) * (2 * i + 2)))
export const stirlingSlopes = bernoulli.map((b, i) => b / (2 * i + 2))
const euler = 0.5772156649015329

/** `log Γ(2 + w) / w` for |w| ≤ ½: `1 − γ + Σ (−1)ᵏ (ζ(k) − 1) wᵏ⁻¹ / k`. */
export const nearTwo = [1 - euler, ...range(2, 36).map(k => ((k % 2 === 0 ? 1 : -1) * zeta(k, 2)) / k)]

/** Where the digamma function is 0, in two parts, and its Taylor series there, divided by the distance. */
export const root = { head: 1.4616321449683622, tail: 9.549995429965697e-17 } as const
export const nearRoot = range(1, 50).map(k => (k % 2 === 1 ? 1 : -1) * zeta(k + 1, root.head))

/** `sin πx`, without rounding πx. */
const sinPi = (x: number): number => {
  const rest = x - 2 * Math.round(x / 2)
  const near = Math.abs(rest) > 0.5 ? Math.sign(rest) - rest : rest
  return Math.sin(Math.PI * near)
}

/** `cot πx`, without rounding πx, and finite. */
const cotPi = (x: number): number => {
  const rest = x - Math.round(x)
  const size = Math.abs(rest)
  const c = size > 0.25 ? Math.tan(Math.PI * (0.5 - size)) : 1 / Math.tan(Math.PI * size)
  return Math.sign(rest) * Math.min(c, Number.MAX_VALUE)
}

/** `log |Γ(x)|` of a positive number. */
const ofPositive = (x: number): number => {
  if (x >= far) {
    const z = 1 / x
    return (x - 0.5) * (Math.log(x) - 1) + (Math.log(2 * Math.PI) - 1) / 2 + z * polynomial(stirling, z * z)
  }
  if (x < 0.5) return -Math.log(x) - Math.log1p(x) + x * polynomial(nearTwo, x)
  // The argument x − 1 or x − 2 is exact, and so are small values.
  if (x < 1.5) return -Math.log1p(x - 1) + (x - 1) * polynomial(nearTwo, x - 1)
  let product = 1
  let rest = x
  for (; rest > 2.5; product *= rest) rest--
  return Math.log(product) + (rest - 2) * polynomial(nearTwo, rest - 2)
}

/** `log |Γ(x)|`. */
export const lgammaOf = (x: number): number => {
  if (Number.isNaN(x)) return x
  if (Math.abs(x) === Number.POSITIVE_INFINITY || (x <= 0 && Number.isInteger(x)))
    return Number.POSITIVE_INFINITY
  if (x > 0) return ofPositive(x)
  if (x > -(2 ** -60)) return -Math.log(-x)
  return Math.log(Math.PI / Math.abs(x * sinPi(x))) - ofPositive(-x)
}

/** The derivative of `log Γ` at a positive number. */
const digammaOfPositive = (x: number): number => {
  if (x >= far) {
    const z = 1 / x
    return Math.log(x) - z / 2 - z * z * polynomial(stirlingSlopes, z * z)
  }
  let sum = 0
  let rest = x
  for (; rest < root.head - 0.5; rest++) sum -= 1 / rest
  for (; rest > root.head + 0.5; sum += 1 / rest) rest--
  const away = rest - root.head - root.tail
  return sum + away * polynomial(nearRoot, away)
}

/** The derivative of `log |Γ(x)|`. */
export const digammaOf = (x: number): number => {
  if (x === 0) return Object.is(x, -0) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  if (x > 0) return digammaOfPositive(x)
  if (Number.isInteger(x) || !Number.isFinite(x)) return Number.NaN
  return digammaOfPositive(1 - x) - Math.PI * cotPi(x)
}

export const factorial = (n: number): number => range(1, n + 1).reduce((product, k) => product * k, 1)

/** The coefficients of `dⁿ/dxⁿ cot x` in `c = cot x`, as c' = −(1 + c²). */
export const slopeOfCotCoefficients = (n: number): readonly number[] => {
  let p: readonly number[] = [0, 1]
  for (let i = 0; i < n; i++)
    p = Array.from(
      { length: p.length + 1 },
      (_, k) => -((k + 1) * (p[k + 1] ?? 0) + (k - 1) * (p[k - 1] ?? 0)),
    )
  return p
}

/** `dⁿ/dxⁿ π cot πx`. */
const slopeOfCot = (n: number, x: number): number =>
  Math.PI ** (n + 1) * polynomial(slopeOfCotCoefficients(n), cotPi(x))

/** The derivative of order n ≥ 1 of the digamma function. */
export const polygammaOf = (n: number, x: number): number => {
  const sign = n % 2 === 1 ? 1 : -1
  if (x > 0) return x === Number.POSITIVE_INFINITY ? sign * 0 : sign * factorial(n) * zeta(n + 1, x)
  if (Number.isNaN(x) || x === Number.NEGATIVE_INFINITY) return Number.NaN
  if (x === 0) return sign === 1 || Object.is(x, -0) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  if (Number.isInteger(x)) return sign === 1 ? Number.POSITIVE_INFINITY : Number.NaN
  return -factorial(n) * zeta(n + 1, 1 - x) - slopeOfCot(n, x)
}
