/**
 * Steps that are left out where a gradient is NaN or infinite.
 *
 * @module
 */

import { add } from '../../primitive/elementwise/arithmetic.ts'
import { greaterEqual } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { abs } from '../../primitive/elementwise/elementary.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { largestOf } from '../../tensor/dtype.ts'
import { full, scalar } from '../../tensor/function/constructors.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import { count, leaves } from '../../tensor/function/traversal.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { isFloat } from '../../tensor/tree.ts'
import { where } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * How many steps were left out, and the state of the optimiser.
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export interface SkipState<S> {
  /** A scalar (f64). */
  readonly skipped: Tensor<[]>
  readonly inner: S
}

/** How many numbers of a tensor are finite. */
const finiteIn = (x: Tensor): Tensor<[]> => {
  const bound = full(x.shape, largestOf[x.dtype], x.dtype)
  return sum()(convert('f64')(greaterEqual(bound, abs(x))) as Tensor)
}

/**
 * The optimiser where all of a gradient is finite. Where one number is NaN or infinite, the updates are 0, the state stays
 * as it was, and the step is counted as skipped.
 *
 * This is for steps of one's own: `fit` stops at such a gradient, with an error that says where it is, or leaves the whole step out
 * by its option `nonFinite`.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, optimiser } from 'pullback'
 * const tolerant = pipe(adam(0.001), optimiser.skipNonFinite, optimiser.accumulate(8))
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export const skipNonFinite = takes(
  'skipNonFinite',
  { optimiser: needs.optimiser },
  () => skipNonFiniteUnchecked,
)

const skipNonFiniteUnchecked = <S, R>(optimiser: Optimiser<S, R>): Optimiser<SkipState<S>, R> => ({
  name: `skipNonFinite(${optimiser.name})`,
  init: params => ({ skipped: scalar(0, 'f64'), inner: optimiser.init(params) }),
  rates: optimiser.rates,
  update: (gradients, state, params, rates) => {
    const floats = leaves(gradients).filter(isFloat)
    const finite = floats.map(finiteIn).reduce<Tensor<[]>>(add, scalar(0, 'f64'))
    // Above 0 only if every number is finite.
    const whole = shift(0.5 - count(floats))(finite)
    const [updates, inner] = optimiser.update(gradients, state.inner, params, rates)
    const kept = where(whole)
    return [
      kept(updates, zero(gradients) as typeof gradients),
      {
        skipped: kept(state.skipped, shift(1)(state.skipped)),
        inner: kept(inner, state.inner),
      },
    ]
  },
})
