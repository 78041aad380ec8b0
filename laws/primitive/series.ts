/**
 * Elementary functions once more, by series, good to rounding for arguments of up to about 5.
 *
 * @module
 */

const terms = 48

/** `1 + x + x²/2! + …` */
export const exp = (x: number): number => 1 + expm1(x)

/** `x + x²/2! + x³/3! + …`; the series of a negative argument would cancel. */
export const expm1 = (x: number): number => {
  if (x < 0) {
    const inverse = expm1(-x)
    return -inverse / (1 + inverse)
  }
  let [sum, term] = [0, 1]
  for (let n = 1; n < terms; n++) {
    term *= x / n
    sum += term
  }
  return sum
}

/** `2 (z + z³/3 + z⁵/5 + …)` with `z = x / (x + 2)`. */
export const log1p = (x: number): number => {
  const z = x / (x + 2)
  let [sum, power] = [0, z]
  for (let n = 1; n < 2 * terms; n += 2) {
    sum += power / n
    power *= z * z
  }
  return 2 * sum
}

/** The logarithm, by the series of `log(1 + x)`. */
export const log = (x: number): number => log1p(x - 1)

/** `2/√π · e^(-x²) · (x + 2x³/3 + 4x⁵/15 + …)`, whose terms have one sign. */
export const erf = (x: number): number => {
  let [sum, term] = [0, x]
  for (let n = 1; n < 4 * terms; n += 2) {
    sum += term
    term *= (2 * x * x) / (n + 2)
  }
  return ((2 / sqrt(Math.PI)) * sum) / exp((x * x) / 4) ** 4
}

const alternating = (x: number, first: number, start: number): number => {
  let [sum, term] = [0, first]
  for (let n = start; n < terms; n += 2) {
    sum += term
    term *= (-x * x) / ((n + 1) * (n + 2))
  }
  return sum
}

/** `x - x³/3! + x⁵/5! - …` */
export const sin = (x: number): number => alternating(x, x, 1)

/** `1 - x²/2! + x⁴/4! - …` */
export const cos = (x: number): number => alternating(x, 1, 0)

/** The square root, by Heron's method. */
export const sqrt = (x: number): number => {
  let root = 1 + x / 2
  for (let n = 0; n < terms; n++) root = (root + x / root) / 2
  return root
}

/** `(e²ˣ - 1) / (e²ˣ + 1)` */
export const tanh = (x: number): number => {
  const e = expm1(-2 * Math.abs(x))
  return ((x < 0 ? 1 : -1) * e) / (e + 2)
}

/** `(1 + tanh(x/2)) / 2` */
export const sigmoid = (x: number): number => (1 + tanh(x / 2)) / 2
