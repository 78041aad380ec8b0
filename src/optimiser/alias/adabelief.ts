/**
 * AdaBelief.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import { type AdabeliefState, scaleByAdabelief } from '../transformation/scaleByAdabelief.ts'
import type { AdamOptions, AdamRates } from '../transformation/scaleByAdam.ts'

/**
 * Adam that divides by how far gradients are from their mean, and so takes long steps where they are as expected (Zhuang et
 * al. 2020); the formula is at `optimiser.scaleByAdabelief`.
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), or ε is not positive.
 *
 * @example
 * import { adabelief } from 'pullback'
 * const optimiser = adabelief(0.001)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const adabelief = takes(
  'adabelief',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }),
  },
  () => adabeliefUnchecked,
)

const adabeliefUnchecked = (
  rate: Rate = 0.001,
  options: AdamOptions = {},
): Optimiser<readonly [AdabeliefState, Empty], readonly [AdamRates, DescendRates]> =>
  chain(scaleByAdabelief(options), descend(rate))
