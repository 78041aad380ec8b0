/**
 * Steps that are made of several gradients.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { mapFloats, where } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * The average of gradients so far, and the state of the optimiser that waits for it.
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export interface AccumulationState<S> {
  readonly average: Tree
  readonly inner: S
}

/** The rates of the optimiser, and whether it is its turn. */
export interface AccumulationRates<R> {
  readonly inner: R
  /** 1 at the last of so many gradients, else 0. */
  readonly turn: Tensor<[]>
}

/**
 * The optimiser on the average of every so many gradients: parameters stand still until the last of them. With micro-batches
 * of one size it is the optimiser on batches so many times as large. Schedules of the optimiser count its own steps.
 *
 * @throws ArgumentError unless `every` is a positive integer.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, optimiser } from 'pullback'
 * const onLargeBatches = pipe(adam(0.001), optimiser.accumulate(8))
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export const accumulate = takes(
  'accumulate',
  [{ every: needs.positiveInteger }, { optimiser: needs.optimiser }],
  () => accumulateUnchecked,
)

const accumulateUnchecked = (every: number) => {
  return <S, R>(optimiser: Optimiser<S, R>): Optimiser<AccumulationState<S>, AccumulationRates<R>> => ({
    name: `accumulate(${every})(${optimiser.name})`,
    init: params => ({ average: zero(params) as Tree, inner: optimiser.init(params) }),
    rates: step => ({
      inner: optimiser.rates(Math.floor(step / every)),
      turn: scalar((step + 1) % every === 0 ? 1 : 0, 'f64'),
    }),
    update: (gradients, state, params, { inner: rates, turn }) => {
      const average = mapFloats((g, sum) => add(sum as Tensor, scale(1 / every)(g)))(gradients, state.average)
      const [updates, inner] = optimiser.update(average, state.inner, params, rates)
      const still = zero(gradients) as typeof gradients
      const now = where(turn)
      return [
        now(updates, still),
        { average: now(still as Tree, average as Tree), inner: now(inner, state.inner) },
      ]
    },
  })
}
