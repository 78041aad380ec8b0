/**
 * Nodes and weights of Gauss and Legendre on [0, 1], for integrals of smooth functions.
 *
 * @see Davis and Rabinowitz: "Methods of numerical integration", 1984, 2.7
 * @module
 */

const count = 32

/** The Legendre polynomial of degree `count` and its derivative at a point of (-1, 1). */
const legendre = (x: number): readonly [value: number, slope: number] => {
  let [before, value] = [1, x]
  for (let n = 2; n <= count; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n]
  return [value, (count * (x * value - before)) / (x * x - 1)]
}

const root = (i: number): number => {
  let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
  for (let round = 0; round < 6; round++) {
    const [value, slope] = legendre(x)
    x -= value / slope
  }
  return x
}

const roots = Array.from({ length: count }, (_, i) => root(i))

/** Where the function is looked at. */
export const nodes: Float64Array = Float64Array.from(roots, x => (1 - x) / 2)

/** What each value counts. */
export const weights: Float64Array = Float64Array.from(roots, x => 1 / ((1 - x * x) * legendre(x)[1] ** 2))
