/**
 * Adam that waits until it knows the size of gradients well enough.
 *
 * @module
 */

import { add, div, mul } from '../../primitive/elementwise/arithmetic.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { broadcast } from '../../primitive/reduction/broadcast.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { ema, mapFloats, squares } from '../leafwise.ts'
import { kept, type Optimiser } from '../optimiser.ts'
import { type AdamOptions, type AdamRates, type AdamState, adamConstants, correction } from './scaleByAdam.ts'

/** The correction of the mean, and what is divided by the root and what is not: one of the two is 0. */
export interface RadamRates extends Pick<AdamRates, 'meanCorrection'> {
  readonly adaptive: Tensor<[]>
  readonly plain: Tensor<[]>
}

/** The factor of the adaptive step with the correction of the root in it; 0 while the variance is not known. */
const rectification = (beta2: number, step: number): number => {
  const t = step + 1
  const power = beta2 ** t
  const longest = 2 / (1 - beta2) - 1
  const length = longest - (2 * t * power) / (1 - power)
  if (length <= 5) return 0
  const squared = ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length)
  return Math.sqrt(squared * (1 - power))
}

/**
 * `m` and `v` as in Adam. With `ρ∞ = 2 / (1 - β₂) - 1` and `ρ = ρ∞ - 2 t β₂ᵗ / (1 - β₂ᵗ)`, the update is `m̂` while ρ ≤ 5,
 * and then `r m̂ √(1 - β₂ᵗ) / (√v + ε)` with `r² = (ρ - 4)(ρ - 2) ρ∞ / ((ρ∞ - 4)(ρ∞ - 2) ρ)` (Liu et al. 2020).
 *
 * @throws ArgumentError unless both betas are in [0, 1) and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByRadam = takes(
  'scaleByRadam',
  { options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }) },
  () => scaleByRadamUnchecked,
)

const scaleByRadamUnchecked = (options: AdamOptions = {}): Optimiser<AdamState, RadamRates> => {
  const { beta1, beta2, epsilon } = adamConstants(options)
  return {
    name: `scaleByRadam(${beta1}, ${beta2}, ${epsilon})`,
    [kept]: [
      { as: 'mean', path: ['mean'] },
      { as: 'square', path: ['square'] },
    ],
    init: params => ({ mean: zero(params) as Tree, square: zero(params) as Tree }),
    rates: step => {
      const adaptive = rectification(beta2, step)
      return {
        meanCorrection: correction(beta1, step),
        adaptive: scalar(adaptive, 'f64'),
        plain: scalar(adaptive === 0 ? 1 : 0, 'f64'),
      }
    },
    update: (gradients, state, _, { meanCorrection, adaptive, plain }) => {
      const mean = ema(beta1)(state.mean as typeof gradients, gradients)
      const square = ema(beta2)(state.square as typeof gradients, squares(gradients))
      const updates = mapFloats((m, v) => {
        const alike = (s: Tensor<[]>): Tensor => broadcast(m.shape)(convert(m.dtype)(s)) as Tensor
        const factor = add(alike(plain), div(alike(adaptive), shift(epsilon)(sqrt(v as Tensor))))
        return mul(scaleBy(meanCorrection)(m), factor)
      })(mean, square)
      return [updates, { mean: mean as Tree, square: square as Tree }]
    },
  }
}
