/**
 * Updates in the proportion of the parameters that they change, tensor by tensor.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { callable, needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import { mapFloats } from '../leafwise.ts'
import { normOf, ratioOrOne } from '../norm.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * `‖p‖ / ‖u‖ · u` for each tensor of updates `u`, so that each moves in proportion to its size; `u` itself where one of the
 * norms is 0 (You et al. 2020).
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByTrustRatio: Optimiser<Empty, Empty> = callable({
  name: 'scaleByTrustRatio',
  init: () => empty,
  rates: () => empty,
  update: (updates, state, params) => [
    mapFloats((u, p) => scaleBy(ratioOrOne(normOf(p as Tensor), normOf(u)))(u))(updates, params),
    state,
  ],
})

/** The constants of layer-wise rates. */
export interface LarsOptions {
  /**
   * The share of a tensor's norm that a step moves it by, for a rate of 1. Defaults to 0.001.
   *
   * @default 0.001
   */
  readonly trust?: number
  /**
   * How strongly parameters decay. Defaults to 0.
   *
   * @default 0
   */
  readonly weightDecay?: number
}

/**
 * `trust · ‖p‖ / (‖g‖ + λ ‖p‖) · (g + λ p)` for each tensor; `g + λ p` where one of the norms is 0 (You, Gitman and Ginsburg
 * 2017).
 *
 * @throws ArgumentError unless the trust is finite and positive, and the decay λ finite and not negative.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByLars = takes(
  'scaleByLars',
  { options: needs.options({ trust: needs.positive, weightDecay: needs.nonNegative }) },
  () => scaleByLarsUnchecked,
)

const scaleByLarsUnchecked = ({
  trust = 0.001,
  weightDecay = 0,
}: LarsOptions = {}): Optimiser<Empty, Empty> => {
  return {
    name: `scaleByLars(${trust}, ${weightDecay})`,
    init: () => empty,
    rates: () => empty,
    update: (gradients, state, params) => [
      mapFloats((g, p) => {
        const size = normOf(p as Tensor)
        const whole = add(normOf(g), scale(weightDecay)(size))
        return scaleBy(ratioOrOne(scale(trust)(size), whole))(add(g, scale(weightDecay)(p as Tensor)))
      })(gradients, params),
      state,
    ],
  }
}
