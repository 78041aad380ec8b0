/**
 * Adam that looks ahead as Nesterov's momentum does.
 *
 * @module
 */
import { add, div } from '../../primitive/elementwise/arithmetic.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { ema, mapFloats, squares } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'
import { type AdamOptions, type AdamState, adamConstants, correction } from './scaleByAdam.ts'

/**
 * The constants of NAdam.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface NadamOptions extends AdamOptions {
  /**
   * How fast the momentum grows towards β₁. Defaults to 0.004.
   *
   * @default 0.004
   */
  readonly momentumDecay?: number
}

/** The weights of the gradient and of the mean of gradients, and the correction of the mean of squares. */
export interface NadamRates {
  readonly gradientWeight: Tensor<[]>
  readonly meanWeight: Tensor<[]>
  readonly squareCorrection: Tensor<[]>
}

/**
 * `m` and `v` as in Adam, and as update `((1 - μₜ) / (1 - Πμ₁..ₜ) · g + μₜ₊₁ / (1 - Πμ₁..ₜ₊₁) · m) / (√v̂ + ε)`, with a
 * momentum that grows: `μₜ = β₁ (1 - ½ · 0.96^(t ψ))` (Dozat 2016).
 *
 * @throws ArgumentError unless both betas are in [0, 1), ε is finite and positive, and ψ finite and not negative.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByNadam = takes(
  'scaleByNadam',
  {
    options: needs.options({
      beta1: needs.decay,
      beta2: needs.decay,
      epsilon: needs.positive,
      momentumDecay: needs.nonNegative,
    }),
  },
  () => scaleByNadamUnchecked,
)

const scaleByNadamUnchecked = ({
  momentumDecay = 0.004,
  ...options
}: NadamOptions = {}): Optimiser<AdamState, NadamRates> => {
  const { beta1, beta2, epsilon } = adamConstants(options)
  const momentumAt = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay))
  // The product falls below what a number can differ from 1 by after some hundreds of factors.
  const productTo = (t: number): number => {
    let product = 1
    for (let i = 1; i <= t && product > 2 ** -60; i++) product *= momentumAt(i)
    return product
  }
  return {
    name: `scaleByNadam(${beta1}, ${beta2}, ${epsilon}, ${momentumDecay})`,
    init: params => ({ mean: zero(params) as Tree, square: zero(params) as Tree }),
    rates: step => {
      const t = step + 1
      const product = productTo(t)
      const next = momentumAt(t + 1)
      return {
        gradientWeight: scalar((1 - momentumAt(t)) / (1 - product), 'f64'),
        meanWeight: scalar(next / (1 - product * next), 'f64'),
        squareCorrection: correction(beta2, step),
      }
    },
    update: (gradients, state, _, { gradientWeight, meanWeight, squareCorrection }) => {
      const mean = ema(beta1)(state.mean as typeof gradients, gradients)
      const square = ema(beta2)(state.square as typeof gradients, squares(gradients))
      // Divided first: a sum of gradients near the largest number would overflow.
      const updates = mapFloats((g, m, v) => {
        const deviation = shift(epsilon)(sqrt(scaleBy(squareCorrection)(v as Tensor)))
        return add(
          scaleBy(gradientWeight)(div(g, deviation)),
          scaleBy(meanWeight)(div(m as Tensor, deviation)),
        )
      })(gradients, mean, square)
      return [updates, { mean: mean as Tree, square: square as Tree }]
    },
  }
}
