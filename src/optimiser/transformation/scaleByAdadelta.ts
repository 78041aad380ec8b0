/**
 * Gradients in the unit of parameters, as in AdaDelta.
 *
 * @module
 */
import { div, mul } from '../../primitive/elementwise/arithmetic.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import { ema, mapFloats, squares } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * Running means of the squares of gradients and of steps.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AdadeltaState {
  readonly square: Tree
  readonly step: Tree
}

/**
 * The constants of AdaDelta.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AdadeltaOptions {
  /**
   * How slowly the means follow. Defaults to 0.9.
   *
   * @default 0.9
   */
  readonly decay?: number
  /**
   * Added to both means, inside of the roots. Defaults to 1e-6.
   *
   * @default 1e-6
   */
  readonly epsilon?: number
}

/**
 * `v ← decay · v + (1 - decay) · g²`, as update `d = √(u + ε) / √(v + ε) · g`, and then `u ← decay · u + (1 - decay) · d²`
 * (Zeiler 2012).
 *
 * @throws ArgumentError unless the decay is in [0, 1) and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByAdadelta = takes(
  'scaleByAdadelta',
  { options: needs.options({ decay: needs.decay, epsilon: needs.positive }) },
  () => scaleByAdadeltaUnchecked,
)

const scaleByAdadeltaUnchecked = ({
  decay = 0.9,
  epsilon = 1e-6,
}: AdadeltaOptions = {}): Optimiser<AdadeltaState, Empty> => {
  const root = (x: Tensor): Tensor => sqrt(shift(epsilon)(x))
  return {
    name: `scaleByAdadelta(${decay}, ${epsilon})`,
    init: params => ({ square: zero(params) as Tree, step: zero(params) as Tree }),
    rates: () => empty,
    update: (gradients, state) => {
      const square = ema(decay)(state.square as typeof gradients, squares(gradients))
      const updates = mapFloats((g, u, v) => mul(div(root(u as Tensor), root(v as Tensor)), g))(
        gradients,
        state.step,
        square,
      )
      const step = ema(decay)(state.step as typeof gradients, squares(updates))
      return [updates, { square: square as Tree, step: step as Tree }]
    },
  }
}
