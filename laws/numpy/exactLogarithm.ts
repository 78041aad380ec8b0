/**
 * The logarithm in fixed point, with 300 bits behind the point.
 *
 * @module
 */

/** Numbers with so many bits behind the point. */
export const [bits, one] = [300n, 1n << 300n] as const

export const fixed = (x: number): bigint => {
  const exponent = x === 0 ? 0 : Math.floor(Math.log2(Math.abs(x)))
  // Twice, as neither power may overflow.
  const [half, rest] = [Math.trunc((52 - exponent) / 2), 52 - exponent - Math.trunc((52 - exponent) / 2)]
  const whole = BigInt(x * 2 ** half * 2 ** rest)
  const shift = bits - BigInt(52 - exponent)
  return shift >= 0n ? whole << shift : whole >> -shift
}

/** `artanh(a / b)` by its series. */
const artanh = (a: bigint, b: bigint): bigint => {
  let [power, sum] = [(a << bits) / b, 0n]
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += power / i
    power = (power * a * a) / (b * b)
  }
  return sum
}

export const exactLogarithm = (x: number): bigint => {
  const exponent = Math.round(Math.log2(x))
  const m = fixed(x * 2 ** -Math.trunc(exponent / 2) * 2 ** (Math.trunc(exponent / 2) - exponent))
  return BigInt(exponent) * 2n * artanh(1n, 3n) + 2n * artanh((m - one) >> 200n, (m + one) >> 200n)
}
