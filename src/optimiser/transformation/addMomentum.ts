/**
 * The decaying sum of gradients behind momentum.
 *
 * @module
 */

import { add } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import { zipWith } from '../../tensor/function/traversal.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, isFloat, type Leaf, type Tree } from '../../tensor/tree.ts'
import { kept, type Optimiser } from '../optimiser.ts'

/**
 * The decaying sum of gradients; structured like the parameters.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface VelocityState {
  readonly velocity: Tree
}

/**
 * The form of momentum.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AddMomentumOptions {
  /** Nesterov's form: the gradient plus the decayed new sum, instead of the sum. */
  readonly nesterov?: boolean
}

/**
 * `v ← decay · v + g`, and `v` as update; with `nesterov`, `g + decay · v`.
 *
 * @throws ArgumentError unless `0 ≤ decay < 1`.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const addMomentum = takes(
  'addMomentum',
  { decay: needs.decay, options: needs.options({ nesterov: needs.boolean }) },
  () => addMomentumUnchecked,
)

const addMomentumUnchecked = (
  decay: number,
  { nesterov = false }: AddMomentumOptions = {},
): Optimiser<VelocityState, Empty> => {
  if (!(decay >= 0 && decay < 1))
    throw new ArgumentError(
      `Momentum decays by a factor from 0 up to, not including, 1, but was given ${decay}.`,
    )
  const accumulate: <P>(velocity: P, gradients: P) => P = zipWith((v: Leaf, g: Leaf) =>
    isFloat(g) ? add(scale(decay)(v as Tensor), g) : g,
  )
  return {
    name: nesterov ? `addMomentum(${decay}, nesterov)` : `addMomentum(${decay})`,
    [kept]: [{ as: 'velocity', path: ['velocity'] }],
    init: params => ({ velocity: zero(params) as Tree }),
    rates: () => empty,
    update: (gradients, state) => {
      const velocity = accumulate(state.velocity as typeof gradients, gradients)
      return [nesterov ? accumulate(velocity, gradients) : velocity, { velocity: velocity as Tree }]
    },
  }
}
