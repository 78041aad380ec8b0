/**
 * LAMB.
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
import {
  type AdamOptions,
  type AdamRates,
  type AdamState,
  scaleByAdam,
} from '../transformation/scaleByAdam.ts'
import { scaleByTrustRatio } from '../transformation/scaleByTrustRatio.ts'

/**
 * The constants of Adam, and how strongly which parameters decay. Defaults to no decay.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export type LambOptions = AdamOptions & WeightDecayOptions

/**
 * `u = m̂ / (√v̂ + ε) + λ p` as in AdamW, and for each tensor `p ← p - rate · ‖p‖ / ‖u‖ · u`: for large batches (You et al.
 * 2020). The rate defaults to 0.001, and ε to 1e-6.
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), ε is not positive, or λ negative.
 *
 * @example
 * import { lamb } from 'pullback'
 * const optimiser = lamb(0.002, { weightDecay: 0.01 })
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const lamb = takes(
  'lamb',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({
      beta1: needs.decay,
      beta2: needs.decay,
      epsilon: needs.positive,
      weightDecay: needs.nonNegative,
      decayed: needs.fn,
    }),
  },
  () => lambUnchecked,
)

const lambUnchecked = (
  rate: Rate = 0.001,
  { weightDecay = 0, decayed, epsilon = 1e-6, ...betas }: LambOptions = {},
): Optimiser<readonly [AdamState, Empty, Empty, Empty], readonly [AdamRates, Empty, Empty, DescendRates]> =>
  chain(
    scaleByAdam({ ...betas, epsilon }),
    addDecayedWeights(weightDecay, decayed),
    scaleByTrustRatio,
    descend(rate),
  )
