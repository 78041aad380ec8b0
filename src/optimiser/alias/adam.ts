/**
 * Adam.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import {
  type AdamOptions,
  type AdamRates,
  type AdamState,
  scaleByAdam,
} from '../transformation/scaleByAdam.ts'

/**
 * Adaptive moment estimation: `p ← p - rate · m̂ / (√v̂ + ε)` with bias-corrected running means of gradients and of their
 * squares (Kingma and Ba 2015).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), or ε is not positive.
 *
 * @example
 * import { adam } from 'pullback'
 * const optimiser = adam(0.001, { beta2: 0.99 })
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const adam = takes(
  'adam',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }),
  },
  () => adamUnchecked,
)

const adamUnchecked = (
  rate: Rate = 0.001,
  options: AdamOptions = {},
): Optimiser<readonly [AdamState, Empty], readonly [AdamRates, DescendRates]> =>
  chain(scaleByAdam(options), descend(rate))
