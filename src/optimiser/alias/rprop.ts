/**
 * Rprop.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import { type RpropOptions, type RpropState, scaleByRprop } from '../transformation/scaleByRprop.ts'

/**
 * A step size for each parameter, which grows while its gradient keeps its sign; for gradients of all data at once
 * (Riedmiller and Braun 1993). The rate is the first step size of all.
 *
 * @throws ArgumentError if the rate is not positive and finite, or the constants are out of range.
 *
 * @example
 * import { rprop } from 'pullback'
 * const optimiser = rprop(0.01, { largest: 1 })
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const rprop = takes(
  'rprop',
  {
    rate: needs.optional(needs.positive),
    options: needs.options({
      increase: needs.number,
      decrease: needs.number,
      smallest: needs.number,
      largest: needs.number,
    }),
  },
  () => rpropUnchecked,
)

const rpropUnchecked = (
  rate = 0.01,
  options: RpropOptions = {},
): Optimiser<readonly [RpropState, Empty], readonly [Empty, DescendRates]> =>
  chain(scaleByRprop(rate, options), descend(1))
