/**
 * Adamax.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import type { AdamOptions, AdamRates } from '../transformation/scaleByAdam.ts'
import { type AdamaxState, scaleByAdamax } from '../transformation/scaleByAdamax.ts'

/**
 * Adam with the largest size instead of the mean of squares: `p ← p - rate · m̂ / u` with `u ← max(β₂ u, |g| + ε)` (Kingma and
 * Ba 2015).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), or ε is not positive.
 *
 * @example
 * import { adamax } from 'pullback'
 * const optimiser = adamax(0.002)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const adamax = takes(
  'adamax',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }),
  },
  () => adamaxUnchecked,
)

const adamaxUnchecked = (
  rate: Rate = 0.002,
  options: AdamOptions = {},
): Optimiser<readonly [AdamaxState, Empty], readonly [Pick<AdamRates, 'meanCorrection'>, DescendRates]> =>
  chain(scaleByAdamax(options), descend(rate))
