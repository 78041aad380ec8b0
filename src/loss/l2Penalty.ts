/**
 * The L2 penalty on chosen parameters.
 *
 * @module
 */
import { mul } from '../primitive/elementwise/arithmetic.ts'
import { takes } from '../tensor/contract/index.ts'
import { penaltyArguments, penaltyOf } from './penalty.ts'

/**
 * `λ/2 · Σ ‖p‖²` over the parameters of a filter, by default weights, so that biases are free. The pullback is `λ p` for
 * the chosen ones and zero for the others.
 *
 * Takes any tree of parameters and gives a scalar in the element type of the first.
 *
 * @throws ArgumentError unless λ is finite and not negative.
 *
 * @example
 * import { l2Penalty } from 'pullback'
 * const decay = l2Penalty(0.001)
 * const onOutput = l2Penalty(0.001, path => path[0] === 'output')
 *
 * @category Losses
 * @since 0.1.0
 */
export const l2Penalty = takes('l2Penalty', penaltyArguments, () => l2PenaltyUnchecked)

const l2PenaltyUnchecked = penaltyOf({ share: 1 / 2, of: x => mul(x, x), slope: x => x })
