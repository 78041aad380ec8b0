/**
 * Rectified Adam.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import type { AdamOptions, AdamState } from '../transformation/scaleByAdam.ts'
import { type RadamRates, scaleByRadam } from '../transformation/scaleByRadam.ts'

/**
 * Adam that does not divide until the mean of squares is known well enough, which makes a warm-up unnecessary (Liu et al.
 * 2020); the formula is at `optimiser.scaleByRadam`.
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), or ε is not positive.
 *
 * @example
 * import { radam } from 'pullback'
 * const optimiser = radam(0.001)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const radam = takes(
  'radam',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }),
  },
  () => radamUnchecked,
)

const radamUnchecked = (
  rate: Rate = 0.001,
  options: AdamOptions = {},
): Optimiser<readonly [AdamState, Empty], readonly [RadamRates, DescendRates]> =>
  chain(scaleByRadam(options), descend(rate))
