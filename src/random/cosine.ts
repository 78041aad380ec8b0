/**
 * The cosine of an angle of one turn, for samples in f32.
 *
 * @module
 */

// A quarter of a turn in two parts, the first of which has 33 bits, so that 1 and 3 times it are exact (fdlibm's pio2_1, pio2_1t).
const quarter = 1.5707963267341256
const rest = 6.077100506506192e-11

/**
 * `Math.cos` for an f32 from 0 to 2π, right after rounding to f32, without its search for the quadrant: the cosine is the sine of
 * the distance from its own zero, at a quarter or three quarters of a turn, whose series to the 19th power ends below 3e-16.
 * Held to `Math.cos` on each of the 2²⁴ angles that there can be.
 */
export const cosOfAngle = (angle: number): number => {
  const half = Math.floor(angle * (1 / Math.PI))
  const zero = 2 * half + 1
  const w = angle - zero * quarter - zero * rest
  const z = w * w
  // Pairs of terms, and pairs of those: what waits for one term after the other waits longer.
  const z2 = z * z
  const z4 = z2 * z2
  const tail =
    -1 / 6 +
    z * (1 / 120) +
    z2 * (-1 / 5040 + z * (1 / 362880)) +
    z4 *
      (-1 / 39916800 +
        z * (1 / 6227020800) +
        z2 * (-1 / 1307674368000 + z * (1 / 355687428096000)) -
        z4 * (1 / 121645100408832000))
  return (zero - 2) * (w + w * z * tail)
}
