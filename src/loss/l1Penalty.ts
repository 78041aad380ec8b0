/**
 * The L1 penalty on chosen parameters.
 *
 * @module
 */
import { abs, sign } from '../primitive/elementwise/elementary.ts'
import { takes } from '../tensor/contract/index.ts'
import { penaltyArguments, penaltyOf } from './penalty.ts'

/**
 * `λ · Σ |p|` over the parameters of a filter, by default weights, so that biases are free: the lasso (Tibshirani 1996), which brings
 * parameters to 0. The pullback is `λ sign(p)` for the chosen ones, 0 at 0, and zero for the others.
 *
 * Takes any tree of parameters and gives a scalar in the element type of the first.
 *
 * @throws ArgumentError unless λ is finite and not negative.
 *
 * @example
 * import { l1Penalty } from 'pullback'
 * const sparse = l1Penalty(0.001)
 * const onOutput = l1Penalty(0.001, path => path[0] === 'output')
 *
 * @category Losses
 * @since 0.1.0
 */
export const l1Penalty = takes('l1Penalty', penaltyArguments, () => l1PenaltyUnchecked)

const l1PenaltyUnchecked = penaltyOf({ share: 1, of: abs, slope: sign })
