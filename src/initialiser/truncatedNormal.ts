/**
 * Parameters that begin as samples of a normal distribution without its tails.
 *
 * @module
 */

import { normal as normalSample, uniform as uniformSample } from '../random/distribution/sample.ts'
import { foldIn, type Key, split } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { fromValues } from '../tensor/function/constructors.ts'
import { sizeOf } from '../tensor/shape.ts'
import { elementsOf } from '../tensor/tensor.ts'
import type { Initialiser } from './initialiser.ts'

/**
 * Where the tails are cut off.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export interface TruncatedNormalOptions {
  /** Defaults to two deviations below the mean. */
  readonly low?: number
  /** Defaults to two deviations above the mean. */
  readonly high?: number
}

/** Proposals between two bounds, in units of the deviation around the mean, of which those that are accepted are samples. */
type Proposals = (count: number, key: Key) => readonly number[]

/** Normal proposals, for bounds that most of them lie between. */
const fromNormal =
  (low: number, high: number): Proposals =>
  (count, key) =>
    Array.from(elementsOf(normalSample([count], 0, 1, { dtype: 'f64' })(key))).filter(
      x => x >= low && x <= high,
    )

/** Uniform proposals, accepted in proportion to the density; `nearest` is where that is highest. */
const fromUniform =
  (low: number, high: number, nearest: number): Proposals =>
  (count, key) => {
    const [forPlace, forChoice] = split(2)(key)
    const choices = elementsOf(uniformSample([count], 0, 1, { dtype: 'f64' })(forChoice))
    return Array.from(elementsOf(uniformSample([count], low, high, { dtype: 'f64' })(forPlace))).filter(
      (x, i) => (choices[i] as number) < Math.exp((nearest * nearest - x * x) / 2),
    )
  }

/** From how many deviations on squares of bounds are too large to tell neighbours apart. */
const farOut = 1000

/**
 * Samples far out: a place from the nearest bound on, outwards, accepted in proportion to the density. It falls to 2⁻⁵⁷ of its
 * highest within 40 / |nearest|, which is 0 beside the largest bounds.
 */
const fromTail =
  (nearest: number, width: number): Proposals =>
  (count, key) => {
    const [forPlace, forChoice] = split(2)(key)
    const choices = elementsOf(uniformSample([count], 0, 1, { dtype: 'f64' })(forChoice))
    const [from, reach] = [Math.abs(nearest), Math.min(width, 40 / Math.abs(nearest))]
    return Array.from(elementsOf(uniformSample([count], 0, 1, { dtype: 'f64' })(forPlace)), u => u * reach)
      .filter((step, i) => (choices[i] as number) < Math.exp(-step * from - (step * step) / 2))
      .map(step => nearest + Math.sign(nearest) * step)
  }

const proposalsWithin = (low: number, high: number): Proposals => {
  const nearest = low > 0 ? low : high < 0 ? high : 0
  if (Math.abs(nearest) > farOut) return fromTail(nearest, high - low)
  if (nearest === 0 && high - low > Math.sqrt(2 * Math.PI)) return fromNormal(low, high)
  // Beyond, the density is less than 2⁻⁵⁷ of the highest.
  const reach = Math.sqrt(nearest * nearest + 80)
  return fromUniform(Math.max(low, -reach), Math.min(high, reach), nearest)
}

/**
 * Samples from the normal distribution of the given mean and deviation that lie from `low` to `high`. The deviation is that of
 * the whole distribution: what is left has a smaller one (0.88 of it, if cut off at two deviations).
 *
 * @throws ArgumentError unless the mean is finite, the deviation finite and positive, and `low < high`.
 *
 * @example
 * import { dense, initialiser } from 'pullback'
 * const output = dense(64, 10, { w: initialiser.truncatedNormal(0, 0.02) })
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const truncatedNormal = takes(
  'truncatedNormal',
  [
    {
      mean: needs.finite,
      deviation: needs.nonNegative,
      options: needs.options({ low: needs.number, high: needs.number }),
    },
    { shape: needs.shape, dtype: needs.floatDType, fans: needs.fans },
    { key: needs.key },
  ],
  () => truncatedNormalUnchecked,
)

const truncatedNormalUnchecked = (
  mean: number,
  deviation: number,
  { low = mean - 2 * deviation, high = mean + 2 * deviation }: TruncatedNormalOptions = {},
): Initialiser => {
  if (!(Number.isFinite(mean) && Number.isFinite(deviation) && deviation > 0 && low < high))
    throw new ArgumentError(
      `truncatedNormal needs a mean, a deviation > 0 and low < high, but was given ${mean}, ${deviation}, ${low} and ${high}.`,
    )
  const [least, most] = [(low - mean) / deviation, (high - mean) / deviation]
  if (least === Number.POSITIVE_INFINITY || most === Number.NEGATIVE_INFINITY)
    throw new ArgumentError(
      `truncatedNormal needs bounds that lie within numbers of deviations of the mean, but was given ${low} and ${high} beside ` +
        `a mean of ${mean} and a deviation of ${deviation}.`,
    )
  const propose = proposalsWithin(least, most)
  return (shape, dtype) => key => {
    const wanted = sizeOf(shape)
    const samples: number[] = []
    for (let round = 0; samples.length < wanted; round++)
      for (const x of propose(Math.max(16, wanted - samples.length), foldIn(round)(key)))
        samples.push(Math.min(Math.max(mean + deviation * x, low), high))
    return fromValues(shape, samples.slice(0, wanted), dtype)
  }
}
