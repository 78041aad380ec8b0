/**
 * Gradient descent with momentum.
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

/**
 * The state of momentum: its velocity, then nothing for the step downhill.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export type MomentumState = readonly [VelocityState, Empty]

/**
 * `v ← decay · v + g`, `p ← p - rate · v` (Polyak 1964, in the form that PyTorch and optax use).
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite, or the decay is not in [0, 1).
 *
 * @example
 * import { momentum } from 'pullback'
 * const optimiser = momentum(0.1, 0.9)
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const momentum = takes(
  'momentum',
  { rate: needs.learningRate, decay: needs.optional(needs.decay) },
  () => momentumUnchecked,
)

const momentumUnchecked = (
  rate: Rate,
  decay = 0.9,
): Optimiser<MomentumState, readonly [Empty, DescendRates]> => chain(addMomentum(decay), descend(rate))
