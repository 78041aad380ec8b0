/**
 * Weight decay.
 *
 * @module
 */

import { add } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Path } from '../../tensor/error.ts'
import { allParams, type ParamFilter } from '../../tensor/function/paramFilter.ts'
import { zipWith } from '../../tensor/function/traversal.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, isFloat, type Leaf } from '../../tensor/tree.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * How strongly parameters decay, and which do.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface WeightDecayOptions {
  /**
   * The λ of `u + λ p`. Defaults to 0.
   *
   * @default 0
   */
  readonly weightDecay?: number
  /**
   * Which parameters decay: `weights` leaves out biases. Defaults to all of them.
   *
   * @default allParams
   */
  readonly decayed?: ParamFilter
}

/**
 * `u + λ p` for the parameters of a filter, by default all of them. Before a rule it is a penalty on the square of parameters,
 * after it decoupled decay (Loshchilov and Hutter 2019).
 *
 * @throws ArgumentError unless λ is finite and not negative.
 *
 * @example
 * import { optimiser, weights } from 'pullback'
 * const { addDecayedWeights, addMomentum, chain, descend } = optimiser
 * const decaying = chain(addDecayedWeights(0.0005, weights), addMomentum(0.9), descend(0.1))
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const addDecayedWeights = takes(
  'addDecayedWeights',
  { strength: needs.nonNegative, filter: needs.optional(needs.choice) },
  () => addDecayedWeightsUnchecked,
)

const addDecayedWeightsUnchecked = (
  strength: number,
  filter: ParamFilter = allParams,
): Optimiser<Empty, Empty> => {
  const decay = (u: Leaf, p: Leaf, path: Path): Leaf =>
    isFloat(u) && filter(path) ? add(u, scale(strength)(p as Tensor)) : u
  return {
    name: `addDecayedWeights(${strength})`,
    init: () => empty,
    rates: () => empty,
    update: (updates, state, params) => [zipWith(decay)(updates, params), state],
  }
}
