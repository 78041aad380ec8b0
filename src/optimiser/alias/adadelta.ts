/**
 * AdaDelta.
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
  type AdadeltaOptions,
  type AdadeltaState,
  scaleByAdadelta,
} from '../transformation/scaleByAdadelta.ts'

/**
 * Steps in the unit of parameters, with no rate that has to be found (Zeiler 2012); the formula is at
 * `optimiser.scaleByAdadelta`.
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, the decay is not in [0, 1), or ε is not positive.
 *
 * @example
 * import { adadelta } from 'pullback'
 * const optimiser = adadelta()
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const adadelta = takes(
  'adadelta',
  {
    rate: needs.optional(needs.learningRate),
    options: needs.options({ decay: needs.decay, epsilon: needs.positive }),
  },
  () => adadeltaUnchecked,
)

const adadeltaUnchecked = (
  rate: Rate = 1,
  options: AdadeltaOptions = {},
): Optimiser<readonly [AdadeltaState, Empty], readonly [Empty, DescendRates]> =>
  chain(scaleByAdadelta(options), descend(rate))
