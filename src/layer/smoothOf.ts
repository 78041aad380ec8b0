/**
 * A layer as the smooth map that it is.
 *
 * @module
 */
import type { Smooth } from '../smooth/map/smooth.ts'
import { described } from '../smooth/map/typed.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Tree } from '../tensor/tree.ts'
import { type Context, evaluation } from './context.ts'
import type { Layer } from './layer.ts'
import type { Taken } from './predict.ts'
import type { Apply } from './type/typeFunction.ts'

/**
 * A layer as a smooth map: at an input of known sizes its value has known sizes, and as a whole it is one map.
 *
 * @category Layers
 * @since 0.1.0
 */
export type SmoothLayer<A, B, P> = (<const X>(
  at: readonly [params: P, input: Taken<X, A>],
) => ReturnType<Smooth<readonly [P, X], Apply<B, X>>>) &
  Smooth<readonly [P, A], Apply<B, A>>

/**
 * A layer as the smooth map of parameters and input that it is, at a state and in a context (by default evaluation).
 *
 * @example
 * import { dense, init, key, onesLike, smoothOf, zeros } from 'pullback'
 * const model = dense(3, 2)
 * const { params, state } = init(model)(key(0))
 * const [scores, pull] = smoothOf(model, state)([params, zeros([5, 3])]) // Tensor<[5, 2]>
 * const [byParams, byInput] = pull(onesLike(scores))
 *
 * @category Layers
 * @since 0.1.0
 */
export const smoothOf = takes(
  'smoothOf',
  [
    { layer: needs.layer, state: needs.tensors, context: needs.optional(needs.context) },
    { at: needs.paramsAndInput },
  ],
  () => smoothOfUnchecked,
)

const smoothOfUnchecked = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  state: S,
  context: Context = evaluation,
): SmoothLayer<A, B, P> =>
  described(([params, input]: readonly [P, A]) => {
    const [value, pullback] = layer.run(params, input, state, context)
    return [value, (db: Tree) => pullback(db)]
  })
