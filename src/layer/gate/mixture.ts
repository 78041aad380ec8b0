/**
 * The run of a mixture of experts: a router, all experts, and what the router chose.
 *
 * @module
 */
import { add, mul } from '../../primitive/elementwise/arithmetic.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { broadcastAlong, otherAxes, sum } from '../../primitive/reduction/broadcast.ts'
import { normal } from '../../random/distribution/sample.ts'
import { foldIn } from '../../random/key.ts'
import { addCotangents } from '../../smooth/map/cotangents.ts'
import { ShapeError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { together } from '../combinator/stack.ts'
import { type Context, contextAt, evaluation } from '../context.ts'
import { inParts } from '../inParts.ts'
import { insideOne } from '../inside.ts'
import { kind, parts } from '../layer.ts'
import { requireLastAxis } from '../linear/lastAxis.ts'
import { linear } from '../linear/linear.ts'
import { type Untyped, untyped } from '../typed.ts'
import { within } from '../within.ts'
import { runAll } from './experts.ts'
import { route } from './routing.ts'

/** What a mixture is made of besides its experts. */
export interface Settings {
  readonly width: number
  readonly experts: number
  readonly topK: number
  readonly normalise: boolean
  readonly noise: number
}

/** The state of a mixture, its types forgotten. */
type Kept = {
  readonly routing: { readonly balance: Tensor; readonly load: Tensor }
  readonly experts: Tree
}

/** The layer, and the same with its balancing term as a second output. */
export const mixture = (expert: Untyped, settings: Settings): readonly [y: Untyped, withBalance: Untyped] => {
  const { width, experts: count, topK, normalise, noise } = settings
  const name = `mixtureOfExperts(${width}, ${count})(${expert.name})`
  const router = untyped(linear(width, count))
  const runExperts = runAll(name, expert.run, count)

  const requireOutput = ({ shape: [, ...shape] }: Tensor, leading: Shape): void => {
    if (shape.length !== leading.length + 1 || leading.some((n, axis) => n !== shape[axis]))
      throw new ShapeError(
        `${name} needs experts that give as many tokens as they take, ${showShape(leading)}, with one more axis, but they give ` +
          `${showShape(shape)}.`,
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

    const [ys, pullExperts, after] = runExperts(own.experts, x, kept.experts, context)
    requireOutput(ys, leading)
    const last = ys.shape.length - 1
    // [tokens, experts] to [experts, ..., features], and back.
    const spread = (each: Tensor): Tensor =>
      broadcastAlong(
        ys.shape,
        otherAxes(ys.shape.length, [last]),
      )(reshape([count, ...leading])(transpose([1, 0])(each) as Tensor)) as Tensor
    const gathered = (each: Tensor): Tensor =>
      transpose([1, 0])(reshape([count, tokens])(sum([last])(each) as Tensor)) as Tensor
    const gate = spread(gates)
    const y = sum([0])(mul(gate, ys)) as Tensor

    const pullback = (dy: Tensor, dbalance: Tensor | null): readonly [Tree, Tree] => {
      const dys = broadcastAlong(ys.shape, otherAxes(ys.shape.length, [0]))(dy) as Tensor
      const [dexperts, dfromExperts] = pullExperts(mul(gate, dys))
      const [drouter, drows] = pullRouter(pullRouting(gathered(mul(dys, ys)), dbalance))
      return [
        { router: drouter, experts: dexperts },
        addCotangents(dfromExperts, reshape(x.shape)(drows as Tensor) as Tree),
      ]
    }
    const next: Tree =
      context.mode === 'evaluation'
        ? state
        : {
            routing: {
              balance: context.balance === undefined ? balance : add(kept.routing.balance, balance),
              load,
            },
            experts: after,
          }
    return { y, balance, pullback, next }
  }

  const init: Untyped['init'] = (key, dtype) => {
    const all = foldIn(1)(key)
    const models = Array.from({ length: count }, (_, i) => expert.init(foldIn(i)(all), dtype))
    return {
      params: {
        router: router.init(foldIn(0)(key), dtype).params,
        experts: together(models.map(({ params }) => params)),
      },
      state: {
        routing: { balance: full([], 1, dtype), load: full([count], 1 / count, dtype) },
        experts: together(models.map(({ state }) => state)),
      },
    }
  }
  return [
    {
      name,
      [kind]: { is: 'mixture' },
      inside: insideOne('each expert', expert, other => mixture(other, settings)[0], true),
      [parts]: caching => mixture(inParts(expert, caching), settings)[0],
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
      [kind]: { is: 'mixture' },
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
