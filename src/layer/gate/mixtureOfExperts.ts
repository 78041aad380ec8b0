/**
 * Several layers, of which a router chooses some for each token.
 *
 * @module
 */
import { add, mul } from '../../primitive/arithmetic.ts'
import { broadcastAlong, sum } from '../../primitive/broadcast.ts'
import { concat } from '../../primitive/concat.ts'
import { slice } from '../../primitive/pad.ts'
import { reshape } from '../../primitive/reshape.ts'
import { foldIn } from '../../random/key.ts'
import { normal } from '../../random/sample.ts'
import { addCotangents } from '../../smooth/cotangents.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import { full, type Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import { collect, collectStates, contentOf, initAll } from '../combinator/slots.ts'
import { type Context, contextAt, evaluation } from '../context.ts'
import type { AnyLayer, InputOf, Layer, OutputOf, ParamsOf, StateOf } from '../layer.ts'
import { requireLastAxis } from '../linear/lastAxis.ts'
import { type LinearParams, linear } from '../linear/linear.ts'
import { requireTensor } from '../requireTensor.ts'
import { typed, type Untyped, untyped } from '../typed.ts'
import type { Each } from '../type/typeFunction.ts'
import { within } from '../within.ts'
import { route } from './routing.ts'

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
  readonly experts: readonly P[]
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
  readonly experts: [keyof S] extends [never] ? Empty : readonly S[]
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
 * All experts are computed for all tokens, and what was not chosen counts 0: a mixture learns as a sparse one does, but is not cheaper
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

interface Settings extends Required<MixtureOptions> {
  readonly width: number
  readonly experts: number
}

type Kept = {
  readonly routing: { readonly balance: Tensor; readonly load: Tensor }
  readonly experts: Tree
}

/** One column of gates, spread over what an expert gives, and the way back. */
const gateOf = (gates: Tensor, i: number, y: Tensor) => {
  const leading = y.shape.slice(0, -1)
  const tokens = gates.shape[0] as number
  const column = reshape(leading)(slice([0, i], [tokens, 1])(gates))
  const last = y.shape.length - 1
  return {
    gate: broadcastAlong(
      y.shape,
      leading.map((_, axis) => axis),
    )(column) as Tensor,
    back: (dgate: Tensor): Tensor => reshape([tokens, 1])(sum([last])(dgate) as Tensor),
  }
}

const mixture = (
  expert: Untyped,
  { width, experts: count, topK, normalise, noise }: Settings,
): readonly [y: Untyped, withBalance: Untyped] => {
  const name = `mixtureOfExperts(${width}, ${count})(${expert.name})`
  const router = untyped(linear(width, count))
  const experts = Array.from({ length: count }, () => expert)

  const requireOutput = (y: Tree, leading: Shape): void => {
    requireTensor(`${name}, of its experts,`, y)
    const { shape } = y as Tensor
    if (shape.length !== leading.length + 1 || leading.some((n, axis) => n !== shape[axis]))
      throw new ShapeError(
        `${name} needs experts that give [${[...leading, '...'].join(', ')}] with one more axis, as many tokens as they take, but they ` +
          `give ${showShape(shape)}.`,
        [leading, shape],
      )
  }

  const run = (params: Tree, input: Tree, state: Tree, context: Context) => {
    const x = input as Tensor
    requireLastAxis(name, x, width)
    const leading = x.shape.slice(0, -1)
    const tokens = sizeOf(leading)
    const own = params as { readonly router: Tree; readonly experts: Tree }
    const kept = state as Kept
    const [scores, pullRouter] = within('router', () =>
      router.run(own.router, reshape([tokens, width])(x), empty, evaluation),
    )
    // Behind the positions of the experts.
    const drawn = contextAt(context, count)
    const noisy =
      drawn.mode === 'training' && noise > 0
        ? add(
            scores as Tensor,
            normal([tokens, count], 0, noise, { dtype: (scores as Tensor).dtype })(drawn.key) as Tensor,
          )
        : (scores as Tensor)
    const { gates, load, balance, pullback: pullRouting } = route(noisy, topK, normalise)

    const outcomes = experts.map((layer, i) =>
      within(`expert ${i}`, () =>
        layer.run(
          contentOf(experts, own.experts, i),
          x,
          contentOf(experts, kept.experts, i),
          contextAt(context, i),
        ),
      ),
    )
    const parts = outcomes.map(([y], i) => {
      requireOutput(y, leading)
      return { y: y as Tensor, ...gateOf(gates, i, y as Tensor) }
    })
    const y = parts.map(part => mul(part.gate, part.y)).reduce(add)

    const pullback = (dy: Tensor, dbalance: Tensor | null): readonly [Tree, Tree] => {
      const pulled = outcomes.map(([, pull], i) => pull(mul(dy, parts[i]!.gate)))
      const dgates = parts.map(part => part.back(mul(dy, part.y)))
      const columns = dgates.length === 1 ? dgates[0] : concat(1)(...dgates)
      const [drouter, drows] = pullRouter(pullRouting(columns as Tensor, dbalance))
      const dx = pulled.map(([, d]) => d).reduce(addCotangents, reshape(x.shape)(drows as Tensor) as Tree)
      return [
        {
          router: drouter,
          experts: collect(
            experts,
            pulled.map(([dp]) => dp),
          ),
        },
        dx,
      ]
    }
    const next = (): Tree =>
      context.mode === 'evaluation'
        ? state
        : {
            routing: {
              balance: context.balance === undefined ? balance : add(kept.routing.balance, balance),
              load,
            },
            experts: collectStates(
              experts,
              outcomes.map(([, , after]) => after),
            ),
          }
    return { y, balance, pullback, next: next() }
  }

  const init: Untyped['init'] = (key, dtype) => {
    const { params, state } = initAll(experts)(foldIn(1)(key), dtype)
    return {
      params: { router: router.init(foldIn(0)(key), dtype).params, experts: params },
      state: {
        routing: { balance: full([], 1, dtype), load: full([count], 1 / count, dtype) },
        experts: state,
      },
    }
  }
  return [
    {
      name,
      init,
      run: (params, input, state, context) => {
        const { y, balance, pullback, next } = run(params, input, state, context)
        // What the balancing term counts in the loss, if it is in it at all: see Context.
        const weight =
          context.mode === 'training' && context.balance !== undefined
            ? (full([], context.balance, balance.dtype) as Tensor)
            : null
        return [y, dy => pullback(dy as Tensor, weight), next]
      },
    },
    {
      name: `${name}.withBalance`,
      init,
      run: (params, input, state, context) => {
        const { y, balance, pullback, next } = run(params, input, state, context)
        return [
          [y, balance],
          db => {
            const [dy, dbalance] = db as readonly [Tensor, Tensor]
            return pullback(dy, dbalance)
          },
          next,
        ]
      },
    },
  ]
}
