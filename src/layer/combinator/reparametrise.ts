/**
 * Parameters as a smooth function of other parameters.
 *
 * @module
 */
import type { Key } from '../../random/key.ts'
import type { Smooth } from '../../smooth/map/smooth.ts'
import { checkedSmooth, needs, requireGivenTree, takes } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import type { Tree } from '../../tensor/tree.ts'
import { inParts } from '../inParts.ts'
import {
  type AnyLayer,
  type InputOf,
  kind,
  type Layer,
  type OutputOf,
  type ParamsOf,
  parts,
  type StateOf,
} from '../layer.ts'
import { typed, type Untyped, untyped } from '../typed.ts'
import { within } from '../within.ts'

/**
 * How the new parameters begin, and the smooth map from them to the layer's own.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface Reparametrisation<Q, P> {
  readonly name: string
  readonly init: (key: Key, dtype: FloatDType) => Q
  // What the parameters are is inferred from how they begin, as a map may take any.
  readonly map: Smooth<NoInfer<Q>, P>
}

/** The layer itself if its parameters can be `P`, as far as is known of both, else a sentence. */
export type ParametrisedBy<L, P> = [P] extends [ParamsOf<L>]
  ? L
  : [ParamsOf<L>] extends [P]
    ? L
    : 'the parameters of this layer are not those that the map of the reparametrisation gives'

/**
 * `f^α`: the layer with parameters `α(q)`. Its gradient goes through the pullback of α. Weight normalisation, tied weights
 * between different layers (α copies) and low-rank adapters are reparametrisations.
 *
 * @example
 * import { compose, dense, init, reparametrise, smooth, tanh } from 'pullback'
 * // two layers that share one set of parameters
 * const layer = dense(8, 8)
 * const copied = reparametrise({
 *   name: 'copied',
 *   init: (key, dtype) => init(layer, { dtype })(key).params,
 *   map: smooth.duplicate(),
 * })
 * const shared = copied(compose(layer, layer))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const reparametrise = takes(
  'reparametrise',
  [{ alpha: needs.record({ name: needs.text, init: needs.fn, map: needs.fn }) }, { layer: needs.layer }],
  () => reparametriseUnchecked,
)

const beginningOf = <Q, P>({ name, init }: Reparametrisation<Q, P>, key: Key, dtype: FloatDType): Q => {
  const params = init(key, dtype)
  requireGivenTree(`The init of ${name}`, '', params)
  return params
}

const reparametriseUnchecked =
  <Q, P>(alpha: Reparametrisation<Q, P>) =>
  <L extends AnyLayer>(layer: ParametrisedBy<L, P>): Layer<InputOf<L>, OutputOf<L>, Q, StateOf<L>> => {
    const { name, map } = alpha
    const own = untyped(layer)
    return typed(
      behind<Q>(
        `reparametrise(${name})(${own.name})`,
        {
          name,
          init: (key, dtype) => beginningOf(alpha, key, dtype),
          map: q => {
            const [params, pullback] = checkedSmooth(`The map of ${name}`, map)(q)
            return [params as Tree, dp => pullback(dp as Cotangent<P>) as Tree]
          },
        },
        own,
      ),
    )
  }

/** A reparametrisation to parameters whose types are forgotten. */
interface Behind<Q> {
  readonly name: string
  readonly init: (key: Key, dtype: FloatDType) => Q
  readonly map: (q: Q) => readonly [params: Tree, pullback: (dparams: Tree) => Tree]
}

/** A layer with a name, whose parameters are a function of others. */
export const behind = <Q>(
  name: string,
  { name: alpha, init, map }: Behind<Q>,
  layer: Untyped,
): Layer<Tree, Tree, Q, Tree> => ({
  name,
  [kind]: { is: 'reparametrised' },
  [parts]: caching => behind(name, { name: alpha, init, map }, inParts(layer, caching)),
  init: (key, dtype) => ({
    params: init(key, dtype),
    state: layer.init(key, dtype).state,
  }),
  run: (q, input, state, context) => {
    const [params, pullAlpha] = within(alpha, () => map(q))
    const [value, pullback, next] = layer.run(params, input, state, context)
    return [
      value,
      dy => {
        const [dp, dx] = pullback(dy)
        return [pullAlpha(dp), dx]
      },
      next,
    ]
  },
})
