/**
 * The logarithm of what is left of 1, for samples in f32.
 *
 * @module
 */

/** Parts of [1, 2) that have a factor each. */
const parts = 128

/** From this part on, √2, twice the factor is taken, so that nothing is subtracted from almost itself near 1. */
const upper = 53

// Factors near 1/x of 20 bits, so that the product with one of 24 bits is exact; at both ends what gives 1.
const factors = Float64Array.from({ length: parts }, (_, i) =>
  i === 0 ? 1 : i === parts - 1 ? 0.5 : Math.round(2 ** 20 / (1 + (i + 0.5) / parts)) * 2 ** -20,
)
const logarithms = Float64Array.from(factors, (factor, i) => -Math.log(i < upper ? factor : 2 * factor))

/**
 * `-Math.log1p(-u)` for a sample in f32, a multiple of 2⁻²⁴ in [0, 1), right after rounding to f32, without its search for the
 * exponent: 1 - u is a whole number of 24 bits, which a factor from a table takes to 1 + r with |r| < 1/127, where the series ends.
 * Held to `Math.log1p` on each of the 2²⁴ samples that there can be.
 *
 * @see P. Tang: "Table-driven implementation of the logarithm function in IEEE floating-point arithmetic" (1990)
 */
export const minusLogOfRest = (u: number): number => {
  const rest = 2 ** 24 - u * 2 ** 24
  const zeros = Math.clz32(rest)
  const bits = rest << zeros
  const part = (bits >>> 24) & (parts - 1)
  const r = (bits >>> 0) * 2 ** -31 * factors[part]! - 1
  const halvings = zeros - 7 - (part < upper ? 0 : 1)
  const r2 = r * r
  const tail =
    -1 / 2 + r * (1 / 3) + r2 * (-1 / 4 + r * (1 / 5) + r2 * (-1 / 6 + r * (1 / 7) + r2 * (-1 / 8)))
  return halvings * Math.LN2 - (logarithms[part]! + (r + r2 * tail))
}
