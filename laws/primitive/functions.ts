/**
 * Functions of one or two floats once more, by other formulas than the library's: good to rounding for arguments of usual size.
 *
 * @module
 */
import { cos, erf, exp, expm1, log, log1p, sin, sqrt } from './series.ts'

const signed =
  (f: (size: number) => number) =>
  (x: number): number =>
    x < 0 ? -f(-x) : f(x)

/** The largest whole number below, by counting. */
export const floor = (x: number): number => {
  const size = (x < 0 ? -x : x) | 0
  const towardsZero = x < 0 ? -size : size
  return towardsZero > x ? towardsZero - 1 : towardsZero
}

/** The least whole number above. */
export const ceil = (x: number): number => -floor(-x)

/** The nearest whole number; there are no ties where this is tried. */
export const nearest = (x: number): number => floor(x + 0.5)

/** What is left without the fraction. */
export const trunc = signed(floor)

/** Sine over cosine. */
export const tan = (x: number): number => sin(x) / cos(x)

/** The angle of a tangent: halved until the series is short. */
const arc = (x: number): number => {
  if (x > 0.1) return 2 * arc(x / (1 + sqrt(1 + x * x)))
  let [sum, power] = [0, x]
  for (let n = 1; n < 32; n += 2) {
    sum += power / n
    power *= -x * x
  }
  return sum
}

/** The angle of a tangent. */
export const atan = signed(arc)

/** The angle of a sine: that of a right triangle. */
export const asin = (x: number): number => atan(x / sqrt((1 - x) * (1 + x)))

/** The angle of a cosine. */
export const acos = (x: number): number => Math.PI / 2 - asin(x)

/** The angle of a point, by quadrants. */
export const atan2 = (y: number, x: number): number => {
  if (x < 0) return (y < 0 ? -1 : 1) * Math.PI + atan(y / x)
  return x === 0 ? (y < 0 ? -1 : 1) * (Math.PI / 2) : atan(y / x)
}

/** Half of the sum of both ends' differences to 1. */
export const sinh = (x: number): number => (expm1(x) - expm1(-x)) / 2

/** The mean of both exponentials. */
export const cosh = (x: number): number => (exp(x) + exp(-x)) / 2

/** By the area under a hyperbola. */
export const asinh = signed(size => log1p(size + (size * size) / (1 + sqrt(1 + size * size))))

/** By the area under a hyperbola. */
export const acosh = (x: number): number => log(x + sqrt(x * x - 1))

/** Half the logarithm of a ratio. */
export const atanh = (x: number): number => log1p((2 * x) / (1 - x)) / 2

/** A ratio of logarithms. */
export const log2 = (x: number): number => log(x) / log(2)

/** A ratio of logarithms. */
export const log10 = (x: number): number => log(x) / (log(2.5) + 2 * log(2))

/** The logarithm of the odds. */
export const logit = (x: number): number => log(x / (1 - x))

/** A fraction. */
export const softsign = signed(size => 1 - 1 / (1 + size))

/** What the error function leaves. */
export const erfc = (x: number): number => 1 - erf(x)

/** The inverse of the error function, by halving an interval. */
export const erfinv = signed(y => {
  let [low, high] = [0, 4]
  if (y === 0) return y
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2
    if (erf(middle) < y) low = middle
    else high = middle
  }
  return high
})

/** So far up that few terms of a series are enough. */
const up = 24

/** The logarithm of the gamma function: Stirling's series far up, less the logarithms of the way there. */
export const lgamma = (x: number): number => {
  const z = x + up
  let sum = (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + 1 / (12 * z) - 1 / (360 * z ** 3)
  sum += 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7)
  for (let k = 0; k < up; k++) sum -= Math.log(x + k)
  return sum
}

/** Its derivative, in the same way. */
export const digamma = (x: number): number => {
  const z = x + up
  let sum = Math.log(z) - 1 / (2 * z) - 1 / (12 * z ** 2) + 1 / (120 * z ** 4) - 1 / (252 * z ** 6)
  for (let k = 0; k < up; k++) sum -= 1 / (x + k)
  return sum
}

/** The next derivatives: a sum of powers, whose rest is an integral and its corrections. */
export const polygamma = (n: number, x: number): number => {
  const z = x + up
  const s = n + 1
  let sum = z ** (1 - s) / (s - 1) + z ** -s / 2 + (s / 12) * z ** (-s - 1)
  sum -= ((s * (s + 1) * (s + 2)) / 720) * z ** (-s - 3)
  sum += ((s * (s + 1) * (s + 2) * (s + 3) * (s + 4)) / 30240) * z ** (-s - 5)
  for (let k = 0; k < up; k++) sum += (x + k) ** -s
  let factorial = 1
  for (let k = 2; k <= n; k++) factorial *= k
  return (n % 2 === 1 ? 1 : -1) * factorial * sum
}

/** By logarithms. */
export const pow = (x: number, y: number): number => exp(y * log(x))

/** The root of a sum of squares. */
export const hypot = (x: number, y: number): number => sqrt(x * x + y * y)

/** What is left after whole parts are taken away. */
export const remainder = (x: number, y: number): number => x - y * floor(x / y)
