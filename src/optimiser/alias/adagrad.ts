/**
 * AdaGrad.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import { type AdagradOptions, type AdagradState, scaleByAdagrad } from '../transformation/scaleByAdagrad.ts'

/**
 * `s ← s + g²`, `p ← p - rate · g / (√s + ε)` (Duchi, Hazan and Singer 2011).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, the initial sum is negative, or ε is not positive.
 *
 * @example
 * import { adagrad } from 'pullback'
 * const optimiser = adagrad(0.01)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const adagrad = takes(
  'adagrad',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({ initial: needs.nonNegative, epsilon: needs.positive }),
  },
  () => adagradUnchecked,
)

const adagradUnchecked = (
  rate: Rate = 0.01,
  options: AdagradOptions = {},
): Optimiser<readonly [AdagradState, Empty], readonly [Empty, DescendRates]> =>
  chain(scaleByAdagrad(options), descend(rate))
