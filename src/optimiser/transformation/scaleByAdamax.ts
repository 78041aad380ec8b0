/**
 * Gradients divided by the largest of the recent ones, as in Adamax.
 *
 * @module
 */
import { div } from '../../primitive/elementwise/arithmetic.ts'
import { maximum } from '../../primitive/elementwise/compare.ts'
import { abs } from '../../primitive/elementwise/elementary.ts'
import { scale, shift } from '../../primitive/elementwise/scale.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { ema, mapFloats } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'
import { type AdamOptions, type AdamRates, adamConstants, correction } from './scaleByAdam.ts'

/**
 * The running mean of gradients, and the decaying largest of their sizes.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AdamaxState {
  readonly mean: Tree
  readonly largest: Tree
}

/**
 * `m ← β₁ m + (1 - β₁) g`, `u ← max(β₂ u, |g| + ε)`, and as update `m̂ / u` (Kingma and Ba 2015, section 7.1).
 *
 * @throws ArgumentError unless both betas are in [0, 1) and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByAdamax = takes(
  'scaleByAdamax',
  { options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }) },
  () => scaleByAdamaxUnchecked,
)

const scaleByAdamaxUnchecked = (
  options: AdamOptions = {},
): Optimiser<AdamaxState, Pick<AdamRates, 'meanCorrection'>> => {
  const { beta1, beta2, epsilon } = adamConstants(options)
  return {
    name: `scaleByAdamax(${beta1}, ${beta2}, ${epsilon})`,
    init: params => ({ mean: zero(params) as Tree, largest: zero(params) as Tree }),
    rates: step => ({ meanCorrection: correction(beta1, step) }),
    update: (gradients, state, _, { meanCorrection }) => {
      const mean = ema(beta1)(state.mean as typeof gradients, gradients)
      const largest = mapFloats((u, g) => maximum(scale(beta2)(u), shift(epsilon)(abs(g as Tensor))))(
        state.largest as typeof gradients,
        gradients,
      )
      // Divided first: a mean near the largest number would overflow when it is corrected.
      const updates = mapFloats((m, u) => scaleBy(meanCorrection)(div(m, u as Tensor)))(mean, largest)
      return [updates, { mean: mean as Tree, largest: largest as Tree }]
    },
  }
}
