/**
 * The cosine of an angle of one turn, for normal samples.
 *
 * The angle is n quarters of a turn and a rest x + y, where y is what is rounded off x; n says whether the cosine is that of the rest
 * or its sine, and the sign.
 *
 * @see FreeBSD msun, e_rem_pio2.c, k_cos.c and k_sin.c (after fdlibm): method, constants and order of operations
 * @module
 */

/** What the method is made of. */
export const cosine = {
  /** Quarters of a turn in an angle of 1. */
  quarters: 0.6366197723675814,
  /** A quarter of a turn in parts of 33 bits, so that their products with n are exact, and what is left after each part. */
  parts: [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21],
  rests: [6.077100506506192e-11, 2.0222662487959506e-21, 8.4784276603689e-32],
  /** Closer than this to what 0, 1, 2, 3 or 4 quarters give, or to the middle between two, there are branches. */
  nearest: 2 ** -18,
  /** `sin x = x + x³ S(x²)` and `cos x = 1 - x²/2 + x⁴ C(x²)`, from the constants up. */
  sine: [
    -0.16666666666666632, 0.00833333333332249, -0.0001984126982985795, 2.7557313707070068e-6,
    -2.5050760253406863e-8, 1.58969099521155e-10,
  ],
  cosine: [
    0.0416666666666666, -0.001388888888887411, 2.480158728947673e-5, -2.7557314351390663e-7,
    2.087572321298175e-9, -1.1359647557788195e-11,
  ],
  /** Sizes of x, cut to 21 bits, from which on and over which something else is taken off 1 first than 0 and than x/4. */
  small: 0x133333 * 2 ** -22,
  large: 0.78125,
  most: 0.28125,
} as const

const { quarters, parts, rests, small, large, most } = cosine
const [s1, s2, s3, s4, s5, s6] = cosine.sine
const [c1, c2, c3, c4, c5, c6] = cosine.cosine

const cosOfRest = (x: number, y: number): number => {
  const z = x * x
  const size = Math.abs(x)
  const scale = size < 0.5 ? 2 ** 22 : 2 ** 21
  const cut = Math.floor(size * scale) / scale
  const first = cut < small ? 0 : cut > large ? most : cut / 4
  const series = z * (c1 + z * (c2 + z * (c3 + z * (c4 + z * (c5 + z * c6)))))
  return 1 - first - (0.5 * z - first - (z * series - x * y))
}

const sinOfRest = (x: number, y: number): number => {
  const z = x * x
  const cube = z * x
  const series = s2 + z * (s3 + z * (s4 + z * (s5 + z * s6)))
  return x - (z * (0.5 * y - cube * series) - y - cube * s1)
}

/** The first 21 bits of an angle from 1 to 8. */
const cutOf = (angle: number): number =>
  Math.floor(angle * (angle < 2 ? 2 ** 20 : angle < 4 ? 2 ** 19 : 2 ** 18))

const nearQuarters = [1, 2, 3, 4].map(n => cutOf((n * Math.PI) / 2))

/**
 * `cos` for an angle from 0 to 2π. It has the bits of `Math.cos` where that is fdlibm's, as in Node, and the same ones on every host,
 * where `Math.cos` differs in the last bit.
 */
export const cosOfAngle = (angle: number): number => {
  // Up to 0x3fe921fb and 0x4002d97b as the upper halves of doubles, about π/4 and 3π/4.
  if (angle < 0x1921fc * 2 ** -21) return cosOfRest(angle, 0)
  const n = angle < 0x12d97c * 2 ** -19 ? 1 : Math.floor(angle * quarters + 0.5)
  let left = angle - n * parts[0]
  let off = n * rests[0]
  let x = left - off
  if (cutOf(angle) === nearQuarters[n - 1]) {
    // So much is lost that the next part counts, and at what is closest to the quarter the one after it.
    const most = n === 1 ? 1 : 2
    for (let part = 1; part <= most; part++) {
      if (part === 2 && Math.abs(x) >= (angle < 4 ? 2 ** -48 : 2 ** -47)) break
      const before = left
      const next = n * parts[part]!
      left = before - next
      off = n * rests[part]! - (before - left - next)
      x = left - off
    }
  }
  const y = left - x - off
  if (n === 1) return -sinOfRest(x, y)
  if (n === 2) return -cosOfRest(x, y)
  return n === 3 ? sinOfRest(x, y) : cosOfRest(x, y)
}
