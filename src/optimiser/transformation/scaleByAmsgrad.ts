/**
 * Gradients divided by the largest of their running sizes, as in AMSGrad.
 *
 * @module
 */
import { div } from '../../primitive/elementwise/arithmetic.ts'
import { maximum } from '../../primitive/elementwise/compare.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { ema, mapFloats, squares } from '../leafwise.ts'
import { kept, type Optimiser } from '../optimiser.ts'
import { type AdamOptions, type AdamRates, type AdamState, adamConstants, adamRates } from './scaleByAdam.ts'

/**
 * The running means of Adam, and the largest mean of squares so far.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AmsgradState extends AdamState {
  readonly largest: Tree
}

/**
 * As `scaleByAdam`, but divided by the root of `w ← max(w, v)`, which never falls, instead of `v`; the correction is applied
 * to `w` (Reddi, Kale and Kumar 2018, with the corrections that PyTorch has).
 *
 * @throws ArgumentError unless both betas are in [0, 1) and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByAmsgrad = takes(
  'scaleByAmsgrad',
  { options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }) },
  () => scaleByAmsgradUnchecked,
)

const scaleByAmsgradUnchecked = (options: AdamOptions = {}): Optimiser<AmsgradState, AdamRates> => {
  const constants = adamConstants(options)
  const { beta1, beta2, epsilon } = constants
  return {
    name: `scaleByAmsgrad(${beta1}, ${beta2}, ${epsilon})`,
    [kept]: [
      { as: 'mean', path: ['mean'] },
      { as: 'square', path: ['square'] },
      { as: 'largest', path: ['largest'] },
    ],
    init: params => ({
      mean: zero(params) as Tree,
      square: zero(params) as Tree,
      largest: zero(params) as Tree,
    }),
    rates: adamRates(constants),
    update: (gradients, state, _, { meanCorrection, squareCorrection }) => {
      const mean = ema(beta1)(state.mean as typeof gradients, gradients)
      const square = ema(beta2)(state.square as typeof gradients, squares(gradients))
      const largest = mapFloats((w, v) => maximum(w, v as Tensor))(state.largest as typeof gradients, square)
      // Divided first: a mean near the largest number would overflow when it is corrected.
      const updates = mapFloats((m, w) =>
        scaleBy(meanCorrection)(div(m, shift(epsilon)(sqrt(scaleBy(squareCorrection)(w as Tensor))))),
      )(mean, largest)
      return [updates, { mean: mean as Tree, square: square as Tree, largest: largest as Tree }]
    },
  }
}
