/**
 * Gradient descent with Nesterov's momentum.
 *
 * @module
 */
import type { Rate } from '../../schedule/schedule.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import { chain } from '../chain.ts'
import { type DescendRates, descend } from '../descend.ts'
import type { Optimiser } from '../optimiser.ts'
import { addMomentum } from '../transformation/addMomentum.ts'
import type { MomentumState } from './momentum.ts'

/**
 * `v ← decay · v + g`, `p ← p - rate · (g + decay · v)` (Nesterov 1983, in the form of Sutskever et al. 2013).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, or the decay is not in [0, 1).
 *
 * @example
 * import { nesterov } from 'pullback'
 * const optimiser = nesterov(0.1, 0.9)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const nesterov = takes(
  'nesterov',
  { rate: needs.learningRate, decay: needs.optional(needs.decay) },
  () => nesterovUnchecked,
)

const nesterovUnchecked = (
  rate: Rate,
  decay = 0.9,
): Optimiser<MomentumState, readonly [Empty, DescendRates]> =>
  chain(addMomentum(decay, { nesterov: true }), descend(rate))
