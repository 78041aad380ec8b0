/**
 * Means as NumPy takes them.
 *
 * @module
 */

/** How many numbers NumPy adds in one loop, and how many partial sums it keeps in it. */
const [block, lanes] = [128, 8] as const

const pairwiseSum = (values: ArrayLike<number>, from: number, count: number): number => {
  if (count > block) {
    const half = Math.floor(count / 2)
    const first = half - (half % lanes)
    return pairwiseSum(values, from, first) + pairwiseSum(values, from + first, count - first)
  }
  const whole = count - (count % lanes)
  const partial = new Float64Array(lanes)
  for (let i = 0; i < whole; i++) partial[i % lanes]! += values[from + i] as number
  const [a, b, c, d, e, f, g, h] = partial as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  let sum = a + b + (c + d) + (e + f + (g + h))
  for (let i = whole; i < count; i++) sum += values[from + i] as number
  return sum
}

/**
 * The mean of some numbers, summed by halves down to blocks of 128, in which eight partial sums are kept (Higham: "The accuracy
 * of floating point summation", 1993; the blocks are NumPy's). The notebook prints a difference of two means in its last digits.
 */
export const pairwiseMean = (values: ArrayLike<number>): number =>
  pairwiseSum(values, 0, values.length) / values.length
