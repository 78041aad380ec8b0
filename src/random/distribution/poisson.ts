/**
 * Samples from the Poisson distribution.
 *
 * @module
 */
import { largestRate, poissonQuantile } from '../../primitive/random/poissonQuantile.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Integers, Sizes } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { wordsFor } from '../unit.ts'
import {
  dtypeOfSamples,
  type Parameter,
  parameterNeed,
  type Range,
  requireParameter,
  spreadTo,
} from './parameter.ts'

const rates: Range = { words: 'from 0 to 2^30', holds: x => x >= 0 && x <= largestRate }

/**
 * Samples from the Poisson distribution: how many events there are where `rate` are expected, `P(k) = rateᵏ exp(-rate) / k!`, as i32.
 * Each is the quantile of the distribution at a probability that two words of the key tell: there are no tries that could fail. Not
 * differentiable, as it is a count. Where a rate is computed and comes out of no use, samples are -1.
 *
 * NumPy's `poisson(lam)`, JAX's `poisson`, PyTorch's `Poisson(rate)`.
 *
 * @throws ArgumentError unless the rate is from 0 to 2³⁰.
 *
 * @example
 * import { key, random } from 'pullback'
 * const counts = random.poisson([1000], 3.5)(key(0))
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const poisson = takes(
  'poisson',
  [{ shape: needs.shape, rate: parameterNeed }, { key: needs.key }],
  () => poissonUnchecked,
)

const poissonUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
  rate: Parameter,
): ((key: Key) => Integers<S>) => {
  // Of a number none is rounded.
  const type = dtypeOfSamples('poisson', typeof rate === 'number' ? 'f64' : undefined, { rate })
  requireParameter('poisson', 'rate', rate, rates, shape)
  return key => poissonQuantile(wordsFor(shape, key), spreadTo(shape, type, rate))
}
