/**
 * The logarithm of what is left of 1, for normal samples.
 *
 * `1 - u = 2ᵏ m` with √½ ≤ m < √2, and with `f = m - 1` and `s = f / (2 + f)`, `log m = f - (f²/2 - s (f²/2 + R(s²)))`.
 *
 * @see FreeBSD msun, s_log1p.c (after fdlibm): method, constants and order of operations
 * @module
 */

/** What the method is made of. */
export const logarithm = {
  /** About √½: what is below is doubled. */
  split: 0x16a09e * 2 ** -21,
  /** From f on, up or down, that the series counts in any case; closer to 0 there are branches. */
  nearest: 2 ** -18,
  /** log 2 in two parts; the first has spare bits, so that its products with k are exact. */
  log2: [0.6931471803691238, 1.9082149292705877e-10],
  /** `R(z) / z`, from the constant up. */
  series: [
    0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
    0.15313837699209373, 0.14798198605116586,
  ],
} as const

const [high, low] = logarithm.log2
const [l1, l2, l3, l4, l5, l6, l7] = logarithm.series

/**
 * `-log1p(-u)` for a sample u, a multiple of 2⁻⁵³ in [0, 1), so that 1 - u is exact. It has the bits of `Math.log1p` where that is
 * fdlibm's, as in Node, and the same ones on every host, where `Math.log1p` differs in the last bit.
 */
export const minusLogOfRest = (u: number): number => {
  if (u < 2 ** -29) return u + u * u * 0.5
  let [k, m] = [0, 1 - u]
  while (m < logarithm.split) {
    m *= 2
    k -= 1
  }
  const f = m - 1
  const halfSquare = 0.5 * f * f
  if (k < 0 && f >= -1.5 * 2 ** -20 && f < 2 ** -20)
    return halfSquare * (1 - (2 / 3) * f) - k * low - f - k * high
  const s = f / (2 + f)
  const z = s * s
  const series = z * (l1 + z * (l2 + z * (l3 + z * (l4 + z * (l5 + z * (l6 + z * l7))))))
  return halfSquare - (s * (halfSquare + series) + k * low) - f - k * high
}
