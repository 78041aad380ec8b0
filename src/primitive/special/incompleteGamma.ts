/**
 * The gamma distribution of rate 1, as numbers: its two tails, its quantile, and how that depends on the concentration α.
 *
 * With `f` the density, `z f(z)` is `z^α e^-z / Γ(α)`, and the tails beside it are integrals over how far the logarithm is off that
 * of z: `P / (z f) = ∫ exp(-αy + z (1 - e^-y)) dy` and `Q / (z f) = ∫ exp(αy - z (e^y - 1)) dy`, from 0 to ∞. Below α both integrands
 * of the lower tail fall off, above α those of the upper one, so that nothing cancels. What α changes is an integral of the same
 * kind, with `y + log z - ψ(α)` as a factor.
 *
 * @module
 */
import { digammaOf, fromStirling, logGammaOf, stirlingRest } from './gammaFunction.ts'
import { nodes, weights } from './gaussLegendre.ts'
import { normalQuantileOf } from './normalQuantileOf.ts'

/** Exponents below -40 count nothing. */
export const beyond = 40

/** Concentrations up to here the lower tail's series is short of. */
export const seriesUpTo = 60

/** What of a concentration is used again and again. */
export interface Concentration {
  readonly alpha: number
  readonly log: number
  readonly logGamma: number
  readonly digamma: number
  readonly rest: number
}

export const concentrationOf = (alpha: number): Concentration => ({
  ...{ alpha, log: Math.log(alpha), logGamma: logGammaOf(alpha), digamma: digammaOf(alpha) },
  rest: alpha >= fromStirling ? stirlingRest(alpha) : 0,
})

/** `log(z f(z))` at `z = α e^d`. */
const logDensity = ({ alpha, log, logGamma, rest }: Concentration, d: number): number =>
  alpha >= fromStirling
    ? 0.5 * (log - Math.log(2 * Math.PI)) - rest - alpha * (Math.expm1(d) - d)
    : alpha * (log + d) - alpha * Math.exp(d) - logGamma

/** A tail over `z f(z)`, and the integral with y as a factor. */
interface Tail {
  readonly mass: number
  readonly moment: number
}

/** Newton's method from the right, for where a convex function is 0. */
const convexRoot = (from: number, f: (y: number) => readonly [value: number, slope: number]): number => {
  let y = from
  for (let round = 0; round < 12; round++) {
    const [value, slope] = f(y)
    if (value < 1) break
    y -= value / slope
  }
  return y
}

const integral = (reach: number, exponent: (y: number) => number): Tail => {
  let [mass, moment] = [0, 0]
  for (let i = 0; i < nodes.length; i++) {
    const y = nodes[i]! * reach
    const part = weights[i]! * Math.exp(exponent(y))
    mass += part
    moment += part * y
  }
  return { mass: mass * reach, moment: moment * reach }
}

const lowerIntegral = (alpha: number, z: number, rise: number): Tail => {
  const reach = convexRoot((beyond + z) / alpha, y => [
    alpha * y + z * Math.expm1(-y) - beyond,
    alpha - z * Math.exp(-y),
  ])
  return integral(reach, y => -(z * (Math.expm1(-y) + y) - rise * y))
}

const upperIntegral = (alpha: number, z: number, rise: number): Tail => {
  const far = (Math.sqrt(rise * rise + 2 * z * beyond) - rise) / z
  const reach = convexRoot(Math.min(far, 700), y => [
    z * Math.expm1(y) - alpha * y - beyond,
    z * Math.exp(y) - alpha,
  ])
  return integral(reach, y => -(z * (Math.expm1(y) - y) + rise * y))
}

/** `P / (z f)`, by its series where that is short. */
const lowerMass = (alpha: number, d: number): number => {
  const z = alpha * Math.exp(d)
  if (alpha > seriesUpTo) return lowerIntegral(alpha, z, alpha * Math.expm1(d)).mass
  let [term, sum] = [1 / alpha, 1 / alpha]
  for (let n = 1; n < 500 && term > sum * 1e-17; n++) {
    term *= z / (alpha + n)
    sum += term
  }
  return sum
}

/** `Q / (z f)`. */
const upperMass = (given: Concentration, d: number): number => {
  const { alpha } = given
  const z = alpha * Math.exp(d)
  if (z < 1) return Math.exp(-logDensity(given, d)) - lowerMass(alpha, d)
  return upperIntegral(alpha, z, alpha * Math.expm1(d)).mass
}

/** Where to begin: Wilson and Hilferty's cube of a normal sample, or what is left of the distribution near 0. */
const startOf = ({ alpha, log, logGamma }: Concentration, p: number, q: number): number => {
  const nearZero = (Math.log(p) + logGamma + log) / alpha - log
  const cube = 1 - 1 / (9 * alpha) + normalQuantileOf(p, q) / (3 * Math.sqrt(alpha))
  return alpha >= 1 && cube > 0.3
    ? 3 * Math.log(cube)
    : nearZero + log < -1 || cube < 0.1
      ? nearZero
      : 3 * Math.log(cube)
}

/**
 * Where the distribution has the probability p below and q = 1 - p above, as the logarithm of `z / α`. Halley's method on the
 * logarithm of the smaller tail, which is concave, so that it converges from anywhere.
 */
export const logGammaQuantile = (given: Concentration, p: number, q: number): number => {
  const { alpha } = given
  let d = startOf(given, p, q)
  const isLower = p <= q
  for (let round = 0; round < 60; round++) {
    const fall = alpha * Math.expm1(d)
    const mass = isLower ? lowerMass(alpha, d) : upperMass(given, d)
    const off = logDensity(given, d) + Math.log(mass) - Math.log(isLower ? p : q)
    // The tail's logarithm has derivative ±1 / mass.
    const bend = 1 + mass * (isLower ? fall : -fall)
    const damp = 1 + (off * bend) / 2
    const step = ((isLower ? -off : off) * mass) / (damp > 0.5 ? damp : 1)
    d += step
    if (!(Math.abs(step) > 1e-5 * Math.min(1, 1 / Math.sqrt(alpha)))) break
  }
  return d
}

/** `d log z / dα` where p stays the same, at `z = α e^d`. */
export const logGammaSlope = ({ alpha, log, digamma }: Concentration, d: number): number => {
  const [x, rise] = [log + d, alpha * Math.expm1(d)]
  const z = alpha * Math.exp(d)
  if (z >= alpha && z >= 1) {
    const { mass, moment } = upperIntegral(alpha, z, rise)
    return moment + (x - digamma) * mass
  }
  if (alpha > seriesUpTo) {
    const { mass, moment } = lowerIntegral(alpha, z, rise)
    return moment - (x - digamma) * mass
  }
  let [term, psi] = [1 / alpha, digamma + 1 / alpha]
  let sum = term * (psi - x)
  for (let n = 1; n < 500; n++) {
    term *= z / (alpha + n)
    psi += 1 / (alpha + n)
    sum += term * (psi - x)
    if (term * Math.max(1, Math.abs(psi - x)) <= Math.abs(sum) * 1e-17) break
  }
  return sum
}

/** The probability of at most k events where λ are expected, and of more. */
export const poissonTails = (k: number, rate: number): readonly [below: number, above: number] => {
  const given = concentrationOf(k + 1)
  const d = Math.log(rate / (k + 1))
  const density = Math.exp(logDensity(given, d))
  if (rate < k + 1) {
    const above = density * lowerMass(k + 1, d)
    return [1 - above, above]
  }
  const below = density * upperMass(given, d)
  return [below, 1 - below]
}
