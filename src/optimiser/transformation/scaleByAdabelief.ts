/**
 * Gradients divided by how far they are from what was expected, as in AdaBelief.
 *
 * @module
 */
import { div, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { ema, mapFloats } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'
import { type AdamOptions, type AdamRates, adamConstants, adamRates } from './scaleByAdam.ts'

/**
 * The running mean of gradients, and of the squares of their distances from it.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AdabeliefState {
  readonly mean: Tree
  readonly deviation: Tree
}

/**
 * `m ← β₁ m + (1 - β₁) g`, `s ← β₂ s + (1 - β₂) (g - m)² + ε`, and as update `m̂ / (√ŝ + ε)`, both corrected as in Adam
 * (Zhuang et al. 2020, algorithm 2). ε defaults to 1e-16, as it stays in s.
 *
 * @throws ArgumentError unless both betas are in [0, 1) and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByAdabelief = takes(
  'scaleByAdabelief',
  { options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }) },
  () => scaleByAdabeliefUnchecked,
)

const scaleByAdabeliefUnchecked = ({
  epsilon: ε = 1e-16,
  ...betas
}: AdamOptions = {}): Optimiser<AdabeliefState, AdamRates> => {
  const constants = adamConstants({ ...betas, epsilon: ε })
  const { beta1, beta2, epsilon } = constants
  return {
    name: `scaleByAdabelief(${beta1}, ${beta2}, ${epsilon})`,
    init: params => ({ mean: zero(params) as Tree, deviation: zero(params) as Tree }),
    rates: adamRates(constants),
    update: (gradients, state, _, { meanCorrection, squareCorrection }) => {
      const mean = ema(beta1)(state.mean as typeof gradients, gradients)
      const distance = mapFloats((g, m) => {
        const d = sub(g, m as Tensor)
        return mul(d, d)
      })(gradients, mean)
      const deviation = mapFloats(shift(epsilon))(ema(beta2)(state.deviation as typeof gradients, distance))
      // Divided first: a mean near the largest number would overflow when it is corrected.
      const updates = mapFloats((m, s) =>
        scaleBy(meanCorrection)(div(m, shift(epsilon)(sqrt(scaleBy(squareCorrection)(s as Tensor))))),
      )(mean, deviation)
      return [updates, { mean: mean as Tree, deviation: deviation as Tree }]
    },
  }
}
