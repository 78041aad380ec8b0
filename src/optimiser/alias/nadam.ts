/**
 * NAdam.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import type { AdamState } from '../transformation/scaleByAdam.ts'
import { type NadamOptions, type NadamRates, scaleByNadam } from '../transformation/scaleByNadam.ts'

/**
 * Adam with momentum that looks ahead, as Nesterov's does (Dozat 2016); the formula is at `optimiser.scaleByNadam`.
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), or ε is not positive.
 *
 * @example
 * import { nadam } from 'pullback'
 * const optimiser = nadam(0.002)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const nadam = takes(
  'nadam',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({
      beta1: needs.decay,
      beta2: needs.decay,
      epsilon: needs.positive,
      momentumDecay: needs.nonNegative,
    }),
  },
  () => nadamUnchecked,
)

const nadamUnchecked = (
  rate: Rate = 0.002,
  options: NadamOptions = {},
): Optimiser<readonly [AdamState, Empty], readonly [NadamRates, DescendRates]> =>
  chain(scaleByNadam(options), descend(rate))
