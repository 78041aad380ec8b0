/**
 * Parameters that no optimiser changes.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
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
import type { Model } from '../model.ts'
import { typed, type Untyped, untyped } from '../typed.ts'

/**
 * The state of a frozen layer: what were its parameters, and its own state.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface Frozen<P, S> {
  readonly frozen: P
  readonly state: S
}

/** The layer itself if a model of `P` and `S` is one of it, else a sentence that says what is not. */
export type ModelledBy<L, P, S> = [P] extends [ParamsOf<L>]
  ? [S] extends [StateOf<L>]
    ? L
    : 'the state of this layer is not the one of the model that frozen was given'
  : 'the parameters of this layer are not those of the model that frozen was given'

/**
 * The same layer with its parameters set fast. They move from the parameters into the state, where no optimiser, decay or
 * penalty ever sees them; the gradient of the input flows as before.
 *
 * With a model, its parameters and state are the ones that are kept (a pretrained encoder, say); without one they are
 * initialised as usual.
 *
 * @example
 * import { compose, dense, frozen, init, key, relu } from 'pullback'
 * const encoder = compose(dense(64, 16), relu())
 * const pretrained = init(encoder)(key(1))
 * const classifier = compose(frozen(pretrained)(encoder), dense(16, 10))
 * const onRandomFeatures = compose(frozen()(encoder), dense(16, 10))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const frozen = takes(
  'frozen',
  [{ model: needs.optional(needs.model) }, { layer: needs.layer }],
  () => frozenUnchecked,
)

const frozenUnchecked =
  <P = never, S = never>(model?: Model<P, S>) =>
  <L extends AnyLayer>(
    layer: ModelledBy<L, P, S>,
  ): Layer<InputOf<L>, OutputOf<L>, Empty, Frozen<ParamsOf<L>, StateOf<L>>> =>
    typed(keeping(model as Model<Tree, Tree> | undefined, untyped(layer)))

const keeping = (
  model: Model<Tree, Tree> | undefined,
  layer: Untyped,
): Layer<Tree, Tree, Empty, Frozen<Tree, Tree>> => ({
  name: `frozen(${layer.name})`,
  [kind]: { is: 'frozen', layer },
  [parts]: caching => keeping(model, inParts(layer, caching)),
  init: (key, dtype) => {
    const { params, state } = model ?? layer.init(key, dtype)
    return { params: empty, state: { frozen: params, state } }
  },
  run: (_, input, state, context) => {
    const [value, pullback, next] = layer.run(state.frozen, input, state.state, context)
    return [value, dy => [empty, pullback(dy)[1]], { frozen: state.frozen, state: next }]
  },
})
