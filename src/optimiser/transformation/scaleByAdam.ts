/**
 * Gradients divided by their running size, as in Adam.
 *
 * @module
 */
import { div } from '../../primitive/elementwise/arithmetic.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { ema, mapFloats, squares } from '../leafwise.ts'
import { kept, type Optimiser } from '../optimiser.ts'

/**
 * Running means of gradients and of their squares; structured like the parameters.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AdamState {
  readonly mean: Tree
  readonly square: Tree
}

/** The corrections for the running means' beginning at zero. */
export interface AdamRates {
  readonly meanCorrection: Tensor<[]>
  readonly squareCorrection: Tensor<[]>
}

/**
 * The constants of Adam.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface AdamOptions {
  /**
   * How slowly the mean of gradients follows. Defaults to 0.9.
   *
   * @default 0.9
   */
  readonly beta1?: number
  /**
   * How slowly the mean of squares follows. Defaults to 0.999.
   *
   * @default 0.999
   */
  readonly beta2?: number
  /**
   * Added to the root, outside of it. Defaults to 1e-8.
   *
   * @default 1e-8
   */
  readonly epsilon?: number
}

/** The constants of Adam and its relatives, with their defaults. */
export const adamConstants = ({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: AdamOptions): Required<AdamOptions> => ({ beta1, beta2, epsilon })

/** `1 / (1 - βᵗ)` at a step counted from 0: what makes up for a running mean's beginning at zero. */
export const correction = (beta: number, step: number): Tensor<[]> =>
  scalar(1 / (1 - beta ** (step + 1)), 'f64')

/** The corrections of both means. */
export const adamRates =
  ({ beta1, beta2 }: Required<AdamOptions>) =>
  (step: number): AdamRates => ({
    meanCorrection: correction(beta1, step),
    squareCorrection: correction(beta2, step),
  })

/**
 * `m ← β₁ m + (1 - β₁) g`, `v ← β₂ v + (1 - β₂) g²`, and as update `m̂ / (√v̂ + ε)` with `m̂ = m / (1 - β₁ᵗ)` and
 * `v̂ = v / (1 - β₂ᵗ)` at step t, counted from 1 (Kingma and Ba 2015).
 *
 * @throws ArgumentError unless both betas are in [0, 1) and ε is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByAdam = takes(
  'scaleByAdam',
  { options: needs.options({ beta1: needs.decay, beta2: needs.decay, epsilon: needs.positive }) },
  () => scaleByAdamUnchecked,
)

const scaleByAdamUnchecked = (options: AdamOptions = {}): Optimiser<AdamState, AdamRates> => {
  const constants = adamConstants(options)
  const { beta1, beta2, epsilon } = constants
  return {
    name: `scaleByAdam(${beta1}, ${beta2}, ${epsilon})`,
    [kept]: [
      { as: 'mean', path: ['mean'] },
      { as: 'square', path: ['square'] },
    ],
    init: params => ({ mean: zero(params) as Tree, square: zero(params) as Tree }),
    rates: adamRates(constants),
    update: (gradients, state, _, { meanCorrection, squareCorrection }) => {
      const mean = ema(beta1)(state.mean as typeof gradients, gradients)
      const square = ema(beta2)(state.square as typeof gradients, squares(gradients))
      // Divided first: a mean near the largest number would overflow when it is corrected.
      const updates = mapFloats((m, v) =>
        scaleBy(meanCorrection)(div(m, shift(epsilon)(sqrt(scaleBy(squareCorrection)(v as Tensor))))),
      )(mean, square)
      return [updates, { mean: mean as Tree, square: square as Tree }]
    },
  }
}
