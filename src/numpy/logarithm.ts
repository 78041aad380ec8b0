/**
 * The natural logarithm, correctly rounded for almost every argument. NumPy takes the C library's, which is within 0.52 ulp;
 * engines of JavaScript are within 1 ulp only, and differ from it in one of fourteen numbers. Its method: with
 * `x = 2^e · m` and `m` around 1, `log x = e · log 2 + 2 · artanh((m - 1) / (m + 1))`, where the terms that count are kept as
 * sums of two doubles (Dekker 1971).
 *
 * @module
 */

/** 2²⁷ + 1: multiplying by it cuts a double in two halves whose products are exact. */
const splitter = 134_217_729

// log 2 in two parts; the first ends in zeros, so that its multiples by exponents are exact.
const [ln2High, ln2Low] = [0.6931471803691238, 1.9082149292705877e-10] as const

/** `1/5, 1/7, …, 1/27`: what follows is below half an ulp of the sum, as `s² ≤ 0.03`. */
const coefficients = Array.from({ length: 12 }, (_, i) => 1 / (2 * i + 5))

/** What rounding took from `p = a · b`. */
const productError = (a: number, b: number, p: number): number => {
  const [wideA, wideB] = [splitter * a, splitter * b]
  const [highA, highB] = [wideA - (wideA - a), wideB - (wideB - b)]
  const [lowA, lowB] = [a - highA, b - highB]
  return highA * highB - p + highA * lowB + lowA * highB + lowA * lowB
}

const view = new DataView(new ArrayBuffer(8))

/** `log x` for a positive, normal number. */
export const logarithm = (x: number): number => {
  view.setFloat64(0, x)
  const top = view.getUint32(0)
  view.setUint32(0, (top & 0xfffff) | 0x3ff00000)
  const significand = view.getFloat64(0)
  const halve = significand > Math.SQRT2
  const m = halve ? significand / 2 : significand
  const exponent = (top >>> 20) - (halve ? 1022 : 1023)

  // s = (m - 1) / (m + 1), then s³ / 3; the names with Low carry what rounding took.
  const above = m + 1
  const aboveLow = m >= 1 ? 1 - (above - m) : m - (above - 1)
  const s = (m - 1) / above
  const back = s * above
  const sLow = (m - 1 - back - productError(s, above, back) - s * aboveLow) / above
  const square = s * s
  const squareLow = productError(s, s, square) + 2 * s * sLow
  const cube = square * s
  const cubeLow = productError(square, s, cube) + square * sLow + squareLow * s
  const third = cube / 3
  const thrice = third * 3
  const thirdLow = (cube - thrice - productError(third, 3, thrice) + cubeLow) / 3

  let series = 0
  for (let i = coefficients.length - 1; i >= 0; i--) series = series * square + coefficients[i]!
  const sum = s + third
  const sumLow = s - sum + third + sLow + thirdLow + series * square * cube

  const whole = exponent * ln2High
  const log = whole + 2 * sum
  const part = log - whole
  return log + (whole - (log - part) + (2 * sum - part) + (2 * sumLow + exponent * ln2Low))
}
