/**
 * RMSProp.
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
import type { AdamState } from '../transformation/scaleByAdam.ts'
import { type RmsOptions, type RmsState, scaleByDeviation, scaleByRms } from '../transformation/scaleByRms.ts'

/**
 * The constants of RMSProp.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export interface RmspropOptions extends RmsOptions {
  /** Whether gradients are divided by their standard deviation instead of the root of their mean square. */
  readonly centred?: boolean
  /** How slowly momentum decays. Defaults to 0, no momentum. */
  readonly momentum?: number
}

/**
 * `v ← decay · v + (1 - decay) · g²`, `b ← momentum · b + g / (√v + ε)`, `p ← p - rate · b` (Tieleman and Hinton 2012). Centred,
 * it divides by `√(v - a²) + ε` with the running mean `a` of gradients (Graves 2013).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, the decay or the momentum not in [0, 1), or ε not positive.
 *
 * @example
 * import { rmsprop } from 'pullback'
 * const optimiser = rmsprop(0.01, { centred: true, momentum: 0.9 })
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const rmsprop = takes(
  'rmsprop',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({
      decay: needs.decay,
      epsilon: needs.positive,
      centred: needs.boolean,
      momentum: needs.decay,
    }),
  },
  () => rmspropUnchecked,
)

const rmspropUnchecked = (
  rate: Rate = 0.01,
  { centred = false, momentum = 0, ...options }: RmspropOptions = {},
): Optimiser<
  readonly [RmsState | AdamState, VelocityState, Empty],
  readonly [Empty, Empty, DescendRates]
> => {
  const scaled: Optimiser<RmsState | AdamState, Empty> = centred
    ? (scaleByDeviation(options) as Optimiser<RmsState | AdamState, Empty>)
    : (scaleByRms(options) as Optimiser<RmsState | AdamState, Empty>)
  return chain(scaled, addMomentum(momentum), descend(rate))
}
