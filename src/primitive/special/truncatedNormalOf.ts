/**
 * The quantile of a normal distribution without its tails, as a number.
 *
 * @module
 */
import { erfOf } from './erfOf.ts'
import { millsOf } from './millsOf.ts'
import { normalQuantileOf } from './normalQuantileOf.ts'

/** From this lower bound on, what is above it is looked at beside it, and not beside the whole distribution. */
const outside = 1

/** Bounds so near to each other that the density between them is a line. */
const narrow = 1e-5

/** Far out, by Newton's method on the logarithm of what is above, which is concave: from the right it never goes too far. */
const outerStep = (low: number, high: number, p: number): number => {
  const atLow = millsOf(low)
  const cut = -Math.expm1(Math.log(millsOf(high) / atLow) - ((high - low) * (high + low)) / 2)
  const left = Math.log1p(-p * cut)
  let step = (-2 * left) / (low + Math.sqrt(low * low - 2 * left))
  for (let round = 0; round < 30; round++) {
    const mills = millsOf(low + step)
    const change = (Math.log(mills / atLow) - step * (low + step / 2) - left) * mills
    step += change
    if (!(Math.abs(change) > 1e-9 * step)) break
  }
  return step
}

/** What is above a number that is not negative. */
const tailOf = (x: number): number =>
  x === Number.POSITIVE_INFINITY ? 0 : (millsOf(x) * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)

/**
 * Where a standard normal distribution between two bounds has the probability p below and q = 1 - p above; NaN unless low < high.
 */
export const truncatedNormalOf = (low: number, high: number, p: number, q: number): number => {
  if (!(low < high)) return Number.NaN
  if (low + high < 0) return -truncatedNormalOf(-high, -low, q, p)
  const width = high - low
  const within = (z: number): number => Math.min(Math.max(z, low), high)
  if (width < narrow) return within(low + width * p * (1 - (q * width * (low + high)) / 4))
  if (low >= outside) return within(low + outerStep(low, high, p))
  const between = (erfOf(high / Math.SQRT2) - erfOf(low / Math.SQRT2)) / 2
  const below = low < 0 ? tailOf(-low) : 1 - tailOf(low)
  return within(normalQuantileOf(below + p * between, tailOf(high) + q * between))
}
