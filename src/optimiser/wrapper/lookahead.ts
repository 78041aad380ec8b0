/**
 * Slow parameters that follow fast ones.
 *
 * @module
 */
import { add, sub } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { mapFloats, where } from '../leafwise.ts'
import { applyUpdates, type Optimiser } from '../optimiser.ts'

/**
 * The slow parameters, and the state of the optimiser of the fast ones.
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export interface LookaheadState<S> {
  readonly slow: Tree
  readonly inner: S
}

/** The rates of the optimiser, and whether the slow parameters move. */
export interface LookaheadRates<R> {
  readonly inner: R
  /** 1 at every so many steps, else 0. */
  readonly turn: Tensor<[]>
}

/**
 * How slow parameters follow.
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export interface LookaheadOptions {
  /**
   * After how many steps they move. Defaults to 6.
   *
   * @default 6
   */
  readonly every?: number
  /**
   * The share of the way to the fast ones that they move by. Defaults to 0.5.
   *
   * @default 0.5
   */
  readonly share?: number
}

/**
 * The optimiser moves fast parameters; after every so many steps the slow ones `s` move towards them, `s ← s + α (p - s)`,
 * and the fast ones go on from there (Zhang et al. 2019). Right after such a step the parameters are the slow ones.
 *
 * @throws ArgumentError unless `every` is a positive integer and the share α in (0, 1].
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, optimiser } from 'pullback'
 * const steady = pipe(adam(0.001), optimiser.lookahead({ every: 5 }))
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export const lookahead = takes(
  'lookahead',
  [
    { options: needs.options({ every: needs.positiveInteger, share: needs.number }) },
    { optimiser: needs.optimiser },
  ],
  () => lookaheadUnchecked,
)

const lookaheadUnchecked = ({ every = 6, share = 0.5 }: LookaheadOptions = {}) => {
  if (!(share > 0 && share <= 1))
    throw new ArgumentError(`lookahead needs a share above 0 and up to 1, but was given ${share}.`)
  return <S, R>(optimiser: Optimiser<S, R>): Optimiser<LookaheadState<S>, LookaheadRates<R>> => ({
    name: `lookahead(${every}, ${share})(${optimiser.name})`,
    init: params => ({ slow: params as Tree, inner: optimiser.init(params) }),
    rates: step => ({
      inner: optimiser.rates(step),
      turn: scalar((step + 1) % every === 0 ? 1 : 0, 'f64'),
    }),
    update: (gradients, state, params, { inner: rates, turn }) => {
      const [updates, inner] = optimiser.update(gradients, state.inner, params, rates)
      const fast = applyUpdates(params, updates)
      const slow = state.slow as typeof params
      const moved = mapFloats((s, p) => add(s, scale(share)(sub(p as Tensor, s))))(slow, fast)
      const back = mapFloats((_, s, p) => sub(s as Tensor, p as Tensor))(updates, moved, params)
      const now = where(turn)
      return [now(back, updates), { slow: now(moved, slow) as Tree, inner }]
    },
  })
}
