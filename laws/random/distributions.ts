/**
 * Distributions in plain numbers: their probabilities up to a number, and their moments.
 *
 * @module
 */
import type { SamplerPromises } from './random.ts'

type Moments = Pick<SamplerPromises, 'mean' | 'deviation' | 'kurtosis'>

/** `log Γ(x)`, by the coefficients of Lanczos for g = 7 and nine terms. */
const logGamma = (x: number): number => {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const sum = coefficients.reduce((all, c, i) => all + c / (x + i), 0.9999999999998099)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** `1 / (b₀ + a₁ / (b₁ + a₂ / …))` of so many terms, from the last one back. */
const continuedFraction = (a: (n: number) => number, b: (n: number) => number, terms: number): number => {
  let rest = b(terms)
  for (let n = terms; n > 0; n--) rest = b(n - 1) + a(n) / rest
  return 1 / rest
}

/** Of the gamma distribution of rate 1: a series below, a continued fraction above. */
const gammaUnit = (alpha: number, z: number): number => {
  if (z <= 0) return 0
  const density = Math.exp(alpha * Math.log(z) - z - logGamma(alpha))
  if (z > alpha + 1)
    return (
      1 -
      density *
        continuedFraction(
          n => n * (alpha - n),
          n => z + 2 * n + 1 - alpha,
          100,
        )
    )
  let [term, sum] = [1 / alpha, 0]
  for (let n = 1; n < 400 && term > 1e-17 * sum; n++) {
    sum += term
    term *= z / (alpha + n)
  }
  return density * sum
}

/** Up to x, of the gamma distribution. */
export const gammaCdf =
  (alpha: number, rate: number) =>
  (x: number): number =>
    gammaUnit(alpha, rate * x)

export const gammaMoments = (alpha: number, rate: number): Moments => ({
  ...{ mean: alpha / rate, deviation: Math.sqrt(alpha) / rate, kurtosis: 3 + 6 / alpha },
})

const betaBelow = (a: number, b: number, x: number): number => {
  const density = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b))
  const numerator = (n: number): number => {
    const m = Math.floor(n / 2)
    return n % 2 === 0
      ? (m * (b - m) * x) / ((a + n - 1) * (a + n))
      : (-(a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n))
  }
  return (density / a) * continuedFraction(numerator, () => 1, 60)
}

/** Up to x, of the beta distribution. */
export const betaCdf =
  (a: number, b: number) =>
  (x: number): number =>
    x <= 0 ? 0 : x >= 1 ? 1 : x < (a + 1) / (a + b + 2) ? betaBelow(a, b, x) : 1 - betaBelow(b, a, 1 - x)

export const betaMoments = (a: number, b: number): Moments => {
  const n = a + b
  const excess = (6 * ((a - b) ** 2 * (n + 1) - a * b * (n + 2))) / (a * b * (n + 2) * (n + 3))
  return { mean: a / n, deviation: Math.sqrt((a * b) / (n + 1)) / n, kurtosis: 3 + excess }
}

/** Up to x, of the normal distribution, which is a gamma distribution of its square. */
export const normalCdf = (x: number): number => 0.5 + (Math.sign(x) * gammaUnit(0.5, (x * x) / 2)) / 2

/** Up to k, of the Poisson distribution. */
export const poissonCdf =
  (rate: number) =>
  (x: number): number =>
    x < 0 ? 0 : 1 - gammaUnit(Math.floor(x) + 1, rate)

/** Of whole numbers from 0 on with these probabilities. */
export const discreteCdf =
  (probabilities: readonly number[]) =>
  (x: number): number =>
    probabilities.reduce((sum, p, i) => (i <= x ? sum + p : sum), 0)

export const discreteMoments = (probabilities: readonly number[]): Moments => {
  const expected = (f: (x: number) => number): number =>
    probabilities.reduce((sum, p, i) => sum + p * f(i), 0)
  const mean = expected(x => x)
  const variance = expected(x => (x - mean) ** 2)
  return { mean, deviation: Math.sqrt(variance), kurtosis: expected(x => (x - mean) ** 4) / variance ** 2 }
}
