/**
 * The logarithm of the gamma function and its derivative, as numbers, of positive ones.
 *
 * Both are Stirling's series from 10 on, and below by their recurrences.
 *
 * @see Abramowitz and Stegun: "Handbook of mathematical functions", 1964, 6.1.15, 6.1.41, 6.3.5 and 6.3.18
 * @module
 */

/** From here on the series holds to the last bits. */
export const fromStirling = 10

/** What `log Γ(x)` is beside `(x - ½) log x - x + ½ log 2π`, from 10 on. */
export const stirlingRest = (x: number): number => {
  const z = 1 / (x * x)
  return (
    (1 / 12 +
      z *
        (-1 / 360 +
          z *
            (1 / 1260 +
              z *
                (-1 / 1680 + z * (1 / 1188 + z * (-691 / 360360 + z * (1 / 156 - (z * 3617) / 122400))))))) /
    x
  )
}

/** `log Γ(x)`. */
export const logGammaOf = (x: number): number => {
  let [product, at] = [1, x]
  for (; at < fromStirling; at++) product *= at
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + stirlingRest(at) - Math.log(product)
}

/** `ψ(x) = d log Γ(x) / dx`. */
export const digammaOf = (x: number): number => {
  let [sum, at] = [0, x]
  for (; at < fromStirling; at++) sum -= 1 / at
  const z = 1 / (at * at)
  const series =
    z *
    (1 / 12 -
      z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132 - z * (691 / 32760 - z * (1 / 12)))))))
  return sum + Math.log(at) - 0.5 / at - series
}
