/**
 * Gradients divided by the root of their mean square, or by their standard deviation.
 *
 * @module
 */
import { div, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { maximum } from '../../primitive/elementwise/compare.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import { ema, mapFloats, squares } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'
import type { AdamState } from './scaleByAdam.ts'

/**
 * The running mean of squares of gradients.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export type RmsState = Pick<AdamState, 'square'>

/**
 * The constants of a running mean square.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface RmsOptions {
  /**
   * How slowly the means follow. Defaults to 0.99.
   *
   * @default 0.99
   */
  readonly decay?: number
  /**
   * Added to the root, outside of it. Defaults to 1e-8.
   *
   * @default 1e-8
   */
  readonly epsilon?: number
}

const rmsConstants = ({ decay = 0.99, epsilon = 1e-8 }: RmsOptions): Required<RmsOptions> => ({
  decay,
  epsilon,
})

/**
 * `v ← decay · v + (1 - decay) · g²`, and as update `g / (√v + ε)` (Tieleman and Hinton 2012).
 *
 * @throws ArgumentError unless the decay is in [0, 1) and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByRms = takes(
  'scaleByRms',
  {
    options: needs.options({
      decay: needs.decay,
      epsilon: needs.positive,
    }),
  },
  () => scaleByRmsUnchecked,
)

const scaleByRmsUnchecked = (options: RmsOptions = {}): Optimiser<RmsState, Empty> => {
  const { decay, epsilon } = rmsConstants(options)
  return {
    name: `scaleByRms(${decay}, ${epsilon})`,
    init: params => ({ square: zero(params) as Tree }),
    rates: () => empty,
    update: (gradients, state) => {
      const square = ema(decay)(state.square as typeof gradients, squares(gradients))
      const updates = mapFloats((g, v) => div(g, shift(epsilon)(sqrt(v as Tensor))))(gradients, square)
      return [updates, { square: square as Tree }]
    },
  }
}

/**
 * `a ← decay · a + (1 - decay) · g`, `v` as in `scaleByRms`, and as update `g / (√(v - a²) + ε)` (Graves 2013).
 *
 * @throws ArgumentError unless the decay is in [0, 1) and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByDeviation = takes(
  'scaleByDeviation',
  {
    options: needs.options({
      decay: needs.decay,
      epsilon: needs.positive,
    }),
  },
  () => scaleByDeviationUnchecked,
)

const scaleByDeviationUnchecked = (options: RmsOptions = {}): Optimiser<AdamState, Empty> => {
  const { decay, epsilon } = rmsConstants(options)
  return {
    name: `scaleByDeviation(${decay}, ${epsilon})`,
    init: params => ({ mean: zero(params) as Tree, square: zero(params) as Tree }),
    rates: () => empty,
    update: (gradients, state) => {
      const mean = ema(decay)(state.mean as typeof gradients, gradients)
      const square = ema(decay)(state.square as typeof gradients, squares(gradients))
      const updates = mapFloats((g, a, v) => {
        // Rounding may leave a little less than nothing of a variance that is nothing.
        const variance = maximum(sub(v as Tensor, mul(a as Tensor, a as Tensor)), zerosLike(g))
        return div(g, shift(epsilon)(sqrt(variance)))
      })(gradients, mean, square)
      return [updates, { mean: mean as Tree, square: square as Tree }]
    },
  }
}
