/**
 * The sign of a mean of gradients, as in Lion.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { sign } from '../../primitive/elementwise/elementary.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import { ema, mapFloats } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'
import type { AdamState } from './scaleByAdam.ts'

/**
 * The running mean of gradients.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export type LionState = Pick<AdamState, 'mean'>

/** The constants of Lion. */
export interface LionOptions {
  /**
   * The share of the mean in the step. Defaults to 0.9.
   *
   * @default 0.9
   */
  readonly beta1?: number
  /**
   * How slowly the mean follows. Defaults to 0.99.
   *
   * @default 0.99
   */
  readonly beta2?: number
}

/**
 * `sign(β₁ m + (1 - β₁) g)` as update, and then `m ← β₂ m + (1 - β₂) g` (Chen et al. 2023).
 *
 * @throws ArgumentError unless both betas are in [0, 1).
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByLion = takes(
  'scaleByLion',
  { options: needs.options({ beta1: needs.decay, beta2: needs.decay }) },
  () => scaleByLionUnchecked,
)

const scaleByLionUnchecked = ({
  beta1 = 0.9,
  beta2 = 0.99,
}: LionOptions = {}): Optimiser<LionState, Empty> => {
  return {
    name: `scaleByLion(${beta1}, ${beta2})`,
    init: params => ({ mean: zero(params) as Tree }),
    rates: () => empty,
    update: (gradients, state) => [
      mapFloats((g, m) => sign(add(scale(beta1)(m as Tensor), scale(1 - beta1)(g))))(gradients, state.mean),
      { mean: ema(beta2)(state.mean as typeof gradients, gradients) as Tree },
    ],
  }
}
