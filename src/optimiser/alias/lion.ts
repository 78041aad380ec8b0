/**
 * Lion.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import { addDecayedWeights, type WeightDecayOptions } from '../transformation/addDecayedWeights.ts'
import { type LionOptions as Betas, type LionState, scaleByLion } from '../transformation/scaleByLion.ts'

/**
 * The constants of Lion, and how strongly which parameters decay. Defaults to no decay.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export type LionOptions = Betas & WeightDecayOptions

/**
 * `p ← p - rate · (sign(β₁ m + (1 - β₁) g) + λ p)`, `m ← β₂ m + (1 - β₂) g`: every step has the same size (Chen et al. 2023).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), or λ negative.
 *
 * @example
 * import { lion } from 'pullback'
 * const optimiser = lion(0.0001, { weightDecay: 0.1 })
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const lion = takes(
  'lion',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({
      beta1: needs.decay,
      beta2: needs.decay,
      weightDecay: needs.nonNegative,
      decayed: needs.fn,
    }),
  },
  () => lionUnchecked,
)

const lionUnchecked = (
  rate: Rate = 0.0001,
  { weightDecay = 0, decayed, ...betas }: LionOptions = {},
): Optimiser<readonly [LionState, Empty, Empty], readonly [Empty, Empty, DescendRates]> =>
  chain(scaleByLion(betas), addDecayedWeights(weightDecay, decayed), descend(rate))
