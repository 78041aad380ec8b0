/**
 * Mixtures of experts.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Stacked } from '../combinator/stack.ts'
import type { AnyLayer, InputOf, Layer, OutputOf, ParamsOf, StateOf } from '../layer.ts'
import type { LinearParams } from '../linear/linear.ts'
import type { Each } from '../type/typeFunction.ts'
import { typed, untyped } from '../typed.ts'
import { mixture } from './mixture.ts'

/**
 * How a mixture chooses.
 *
 * @category Gated units
 * @since 0.1.0
 */
export interface MixtureOptions {
  /** How many experts each token has. Defaults to 2, or to 1 if there is only one. */
  readonly topK?: number
  /**
   * Whether the gates of the chosen experts are divided by their sum, so that they add up to 1. Defaults to true, but for a `topK` of
   * 1, whose gate would always be 1 and teach the router nothing: it is the probability then, as in the Switch Transformer.
   */
  readonly normalise?: boolean
  /**
   * The deviation of normal noise on the scores in training, so that other experts have a chance. Defaults to 0.
   *
   * @default 0
   */
  readonly noise?: number
}

/**
 * The parameters of a mixture: those of the router, and of each expert.
 *
 * @category Gated units
 * @since 0.1.0
 */
export interface MixtureParams<W extends number, N extends number, P> {
  readonly router: LinearParams<W, N>
  /** A stack of those of each: a tensor of shape [m, n] of one expert is one of shape [experts, m, n]. */
  readonly experts: Stacked<P, N>
}

/**
 * The state of a mixture: what the router did in the last run of training, and the states of experts, none if they keep none.
 *
 * @category Gated units
 * @since 0.1.0
 */
export interface MixtureState<N extends number, S> {
  readonly routing: {
    /** The balancing term: 1 where all experts have the same load. */
    readonly balance: Tensor<[]>
    /** The share of the choices that fell on each expert. */
    readonly load: Tensor<[N]>
  }
  readonly experts: Stacked<S, N>
}

/**
 * A mixture of experts, and the same layer with its balancing term as a second output.
 *
 * @category Gated units
 * @since 0.1.0
 */
export interface Mixture<A, B, P, S> extends Layer<A, B, P, S> {
  readonly withBalance: Layer<A, Each<readonly [B, Tensor<[]>]>, P, S>
}

type LastOf<A> =
  A extends Tensor<infer S> ? (S extends readonly [...Shape, infer K extends number] ? K : number) : never

/**
 * The layer if it takes features of this width, else a sentence.
 *
 * @category Gated units
 * @since 0.1.0
 */
export type Expert<L, W extends number> = [LastOf<InputOf<L>>] extends [never]
  ? 'an expert takes one tensor'
  : number extends W | LastOf<InputOf<L>>
    ? L
    : [W] extends [LastOf<InputOf<L>>]
      ? L
      : `the mixture takes ${W} features, but its expert takes ${LastOf<InputOf<L>>}`

/**
 * Experts of one form with parameters of their own, of which a router chooses the `topK` for each token (Shazeer et al. 2017; GShard,
 * Lepikhin et al. 2020; Switch Transformer, Fedus, Zoph and Shazeer 2021): `y = Σ gᵢ expertᵢ(x)` over the experts of the largest scores
 * `x w`, of equal ones over the first. Gates `g` are the softmax of all scores, divided by their sum over the chosen ones. A token is all
 * that is along the last axis. There is no capacity: no token is dropped.
 *
 * All experts are computed for all tokens, in a program by one loop over the stack of their parameters, and what was not chosen counts 0: a mixture learns as a sparse one does, but is not cheaper
 * than all of its experts together.
 *
 * That the router does not send all to one expert, training adds its balancing term `experts · Σ loadᵢ · probabilityᵢ`, the share of the
 * choices that fell on each expert times its mean probability: `balanced(0.01)` does, for all mixtures inside of a model. It is 1 where
 * both are even, and larger where the experts that are chosen are those that are likely. `withBalance` has it as a second output. The
 * state has the term and the loads of the last run in training.
 *
 * Takes [..., width] and gives what an expert gives. The derivative of the choice is 0: what is chosen changes by jumps.
 *
 * @throws ArgumentError unless `topK` is at most the number of experts.
 * @throws ShapeError if the last axis of the input is not `width`, or an expert gives other axes before the last.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { balanced, compose, dense, gelu, mixtureOfExperts, residual, softmaxCrossEntropy, supervised } from 'pullback'
 * const expert = compose(dense(16, 32), gelu(), dense(32, 16))
 * const net = compose(dense(8, 16), residual(mixtureOfExperts(16, 4, { topK: 2 })(expert)), dense(16, 3))
 * const objective = pipe(net, supervised(softmaxCrossEntropy()), balanced(0.01))
 *
 * @category Gated units
 * @since 0.1.0
 */
export const mixtureOfExperts = takes(
  'mixtureOfExperts',
  [
    {
      width: needs.size,
      experts: needs.integerBetween(1, 10_000),
      options: needs.options({ topK: needs.size, normalise: needs.boolean, noise: needs.nonNegative }),
    },
    { expert: needs.layer },
  ],
  () => mixtureOfExpertsUnchecked,
)

const mixtureOfExpertsUnchecked = <W extends number, N extends number>(
  width: W,
  experts: N,
  options: MixtureOptions = {},
) => {
  const { topK = Math.min(2, experts), normalise = topK > 1, noise = 0 } = options
  if (topK > experts)
    throw new ArgumentError(
      `mixtureOfExperts has ${experts} experts, of which it cannot choose ${topK}. Give a topK of ${experts} at most.`,
    )
  return <L extends AnyLayer>(
    expert: Expert<L, W>,
  ): Mixture<InputOf<L>, OutputOf<L>, MixtureParams<W, N, ParamsOf<L>>, MixtureState<N, StateOf<L>>> => {
    const [y, withBalance] = mixture(untyped(expert), { width, experts, topK, normalise, noise })
    return { ...typed(y), withBalance: typed(withBalance) }
  }
}
