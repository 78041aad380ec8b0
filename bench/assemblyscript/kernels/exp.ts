/**
 * The exponential function of vectors: eˣ = 2ⁿ eʳ with |r| ≤ ln 2 / 2, and a polynomial for eʳ.
 *
 * @module
 */
import { madd } from './lanes'

@inline
function horner<T>(sum: v128, r: v128, coefficient: f64): v128 {
  return madd<T>(sum, r, v128.splat<T>(<T>coefficient))
}

/** eˣ in each lane. */
@inline
export function exp<T>(given: v128): v128 {
  const most: f64 = sizeof<T>() == 8 ? 709.0 : 88.0
  const x = v128.max<T>(v128.min<T>(given, v128.splat<T>(<T>most)), v128.splat<T>(<T>-most))
  const n = v128.nearest<T>(v128.mul<T>(x, v128.splat<T>(<T>1.4426950408889634)))
  const high: f64 = sizeof<T>() == 8 ? 0.693145751953125 : 0.693359375
  const low: f64 = 0.6931471805599453094 - high
  const r = madd<T>(n, v128.splat<T>(<T>-low), madd<T>(n, v128.splat<T>(<T>-high), x))
  // Taylor's series: the rest is below half a unit of the last place.
  let sum = v128.splat<T>(<T>(1.0 / 5040.0))
  if (sizeof<T>() == 8) {
    sum = v128.splat<T>(<T>(1.0 / 6227020800.0))
    sum = horner<T>(sum, r, 1.0 / 479001600.0)
    sum = horner<T>(sum, r, 1.0 / 39916800.0)
    sum = horner<T>(sum, r, 1.0 / 3628800.0)
    sum = horner<T>(sum, r, 1.0 / 362880.0)
    sum = horner<T>(sum, r, 1.0 / 40320.0)
    sum = horner<T>(sum, r, 1.0 / 5040.0)
  }
  sum = horner<T>(sum, r, 1.0 / 720.0)
  sum = horner<T>(sum, r, 1.0 / 120.0)
  sum = horner<T>(sum, r, 1.0 / 24.0)
  sum = horner<T>(sum, r, 1.0 / 6.0)
  sum = horner<T>(sum, r, 0.5)
  sum = horner<T>(sum, r, 1.0)
  sum = horner<T>(sum, r, 1.0)
  // n as an integer stands in the low bits of n + 1.5 · 2ᵐ, m being the bits of the mantissa.
  if (sizeof<T>() == 8) {
    const bits = v128.add<i64>(v128.add<f64>(n, f64x2.splat(6755399441055744.0)), i64x2.splat(1023))
    return v128.mul<T>(sum, v128.shl<i64>(bits, 52))
  }
  const bits = v128.add<i32>(v128.add<f32>(n, f32x4.splat(12582912.0)), i32x4.splat(127))
  return v128.mul<T>(sum, v128.shl<i32>(bits, 23))
}
