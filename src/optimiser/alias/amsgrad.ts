/**
 * AMSGrad.
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
import { type AmsgradState, scaleByAmsgrad } from '../transformation/scaleByAmsgrad.ts'

/**
 * Adam with a mean of squares that never falls: `p ← p - rate · m̂ / (√ŵ + ε)` with `w ← max(w, v)` (Reddi, Kale and Kumar
 * 2018).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, a beta is not in [0, 1), or ε is not positive.
 *
 * @example
 * import { amsgrad } from 'pullback'
 * const optimiser = amsgrad(0.001)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const amsgrad = takes(
  'amsgrad',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }),
  },
  () => amsgradUnchecked,
)

const amsgradUnchecked = (
  rate: Rate = 0.001,
  options: AdamOptions = {},
): Optimiser<readonly [AmsgradState, Empty], readonly [AdamRates, DescendRates]> =>
  chain(scaleByAmsgrad(options), descend(rate))
