/**
 * LARS.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import { addMomentum, type VelocityState } from '../transformation/addMomentum.ts'
import { scaleByLars, type LarsOptions as Trust } from '../transformation/scaleByTrustRatio.ts'

/**
 * The constants of LARS.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export interface LarsOptions extends Trust {
  /**
   * How slowly the steps of before decay. Defaults to 0.9.
   *
   * @default 0.9
   */
  readonly momentum?: number
}

/**
 * Momentum with a rate for each tensor: `v ← momentum · v + rate · trust · ‖p‖ / (‖g‖ + λ ‖p‖) · (g + λ p)`, `p ← p - v` (You,
 * Gitman and Ginsburg 2017).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, or the constants are out of range.
 *
 * @example
 * import { lars } from 'pullback'
 * const optimiser = lars(0.5, { weightDecay: 0.0005 })
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const lars = takes(
  'lars',
  {
    rate: needs.learningRate,
    options: needs.options({ momentum: needs.decay, trust: needs.positive, weightDecay: needs.nonNegative }),
  },
  () => larsUnchecked,
)

const larsUnchecked = (
  rate: Rate,
  { momentum = 0.9, ...trust }: LarsOptions = {},
): Optimiser<readonly [Empty, Empty, VelocityState], readonly [Empty, DescendRates, Empty]> =>
  chain(scaleByLars(trust), descend(rate), addMomentum(momentum))
