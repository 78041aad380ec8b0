/**
 * Stochastic gradient descent.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * `p ← p - rate · g`.
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite.
 *
 * @example
 * import { sgd } from 'pullback'
 * const optimiser = sgd(0.1)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const sgd = takes('sgd', { rate: needs.learningRate }, () => sgdUnchecked)

const sgdUnchecked = (rate: Rate): Optimiser<Empty, DescendRates> => ({
  ...descend(rate),
  name: typeof rate === 'number' ? `sgd(${rate})` : 'sgd(schedule)',
})
