/**
 * Floats of 16 bits (IEEE 754-2019, binary16): a sign, five bits of exponent, ten of significand.
 *
 * @module
 */

/**
 * The number that 16 bits stand for: `(-1)^s · 2^(e - 15) · (1 + m / 2¹⁰)`, and `(-1)^s · 2⁻¹⁴ · m / 2¹⁰` where e is 0. An f32
 * holds each of them exactly.
 */
export const fromHalf = (bits: number): number => {
  const sign = bits >> 15 === 0 ? 1 : -1
  const exponent = (bits >> 10) & 31
  const significand = bits & 1023
  if (exponent === 31) return significand === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? significand * 2 ** -24 : (1024 + significand) * 2 ** (exponent - 25))
}
