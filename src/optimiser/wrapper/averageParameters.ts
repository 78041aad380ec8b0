/**
 * The average of parameters along training.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tree } from '../../tensor/tree.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import { ema } from '../leafwise.ts'
import { applyUpdates, type Optimiser } from '../optimiser.ts'

/**
 * The running mean of parameters; structured like them.
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export interface AverageState {
  readonly average: Tree
}

/**
 * Keeps `a ← decay · a + (1 - decay) · p` of the parameters after each step in its state, beginning at the first ones, and
 * leaves updates as they are (Polyak and Juditsky 1992, with exponential weights). It belongs at the end of a chain, where
 * updates are what they will be.
 *
 * @throws ArgumentError unless the decay is in [0, 1).
 *
 * @example
 * import { adam, key, dense, init, optimiser } from 'pullback'
 * const averaging = optimiser.chain(adam(0.001), optimiser.averageParameters(0.999))
 * const { params } = init(dense(3, 2))(key(0))
 * const [, { average }] = averaging.init(params)
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export const averageParameters = takes(
  'averageParameters',
  { decay: needs.decay },
  () => averageParametersUnchecked,
)

const averageParametersUnchecked = (decay: number): Optimiser<AverageState, Empty> => {
  return {
    name: `averageParameters(${decay})`,
    init: params => ({ average: params as Tree }),
    rates: () => empty,
    update: (updates, state, params) => [
      updates,
      { average: ema(decay)(state.average as typeof params, applyUpdates(params, updates)) as Tree },
    ],
  }
}
