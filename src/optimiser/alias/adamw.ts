/**
 * Adam with decoupled weight decay.
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

/**
 * The constants of Adam, and how strongly which parameters decay. Defaults to 0.01 for all of them.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export type AdamwOptions = AdamOptions & WeightDecayOptions

/**
 * `p ← p - rate · (m̂ / (√v̂ + ε) + λ p)`, with `m̂` and `v̂` of Adam (Loshchilov and Hutter 2019).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), ε is not positive, or λ negative.
 *
 * @example
 * import { adamw, weights } from 'pullback'
 * const optimiser = adamw(0.001, { weightDecay: 0.05, decayed: weights })
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const adamw = takes(
  'adamw',
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
  () => adamwUnchecked,
)

const adamwUnchecked = (
  rate: Rate = 0.001,
  { weightDecay = 0.01, decayed, ...options }: AdamwOptions = {},
): Optimiser<readonly [AdamState, Empty, Empty], readonly [AdamRates, Empty, DescendRates]> =>
  chain(scaleByAdam(options), addDecayedWeights(weightDecay, decayed), descend(rate))
