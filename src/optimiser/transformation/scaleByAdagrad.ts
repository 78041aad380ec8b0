/**
 * Gradients divided by the size of all so far, as in AdaGrad.
 *
 * @module
 */
import { add, div, mul } from '../../primitive/elementwise/arithmetic.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import { mapFloats } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * The sum of squares of gradients.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AdagradState {
  readonly sum: Tree
}

/**
 * The constants of AdaGrad.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AdagradOptions {
  /**
   * What the sums begin with. Defaults to 0.
   *
   * @default 0
   */
  readonly initial?: number
  /**
   * Added to the root, outside of it. Defaults to 1e-10.
   *
   * @default 1e-10
   */
  readonly epsilon?: number
}

/**
 * `s ← s + g²`, and as update `g / (√s + ε)` (Duchi, Hazan and Singer 2011).
 *
 * @throws ArgumentError unless the initial sum is finite and not negative and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByAdagrad = takes(
  'scaleByAdagrad',
  { options: needs.options({ initial: needs.nonNegative, epsilon: needs.positive }) },
  () => scaleByAdagradUnchecked,
)

const scaleByAdagradUnchecked = ({
  initial = 0,
  epsilon = 1e-10,
}: AdagradOptions = {}): Optimiser<AdagradState, Empty> => {
  return {
    name: `scaleByAdagrad(${initial}, ${epsilon})`,
    init: params => ({ sum: mapFloats(shift(initial))(zero<unknown>(params)) as Tree }),
    rates: () => empty,
    update: (gradients, state) => {
      const sum = mapFloats((s, g) => add(s, mul(g as Tensor, g as Tensor)))(
        state.sum as typeof gradients,
        gradients,
      )
      const updates = mapFloats((g, s) => div(g, shift(epsilon)(sqrt(s as Tensor))))(gradients, sum)
      return [updates, { sum: sum as Tree }]
    },
  }
}
