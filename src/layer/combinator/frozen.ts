/**
 * Parameters that no optimiser changes.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import type { AnyLayer, InputOf, Layer, OutputOf, ParamsOf, StateOf } from '../layer.ts'
import type { Model } from '../model.ts'

/** The state of a frozen layer: what were its parameters, and its own state. */
export interface Frozen<P, S> {
  readonly frozen: P
  readonly state: S
}

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
 * const classifier = compose(frozen(encoder, pretrained), dense(16, 10))
 */
export const frozen = takes(
  'frozen',
  { layer: needs.layer, model: needs.optional(needs.model) },
  () => frozenUnchecked,
)

const frozenUnchecked = <L extends AnyLayer>(
  layer: L,
  model?: Model<ParamsOf<L>, StateOf<L>>,
): Layer<InputOf<L>, OutputOf<L>, Empty, Frozen<ParamsOf<L>, StateOf<L>>> => ({
  name: `frozen(${layer.name})`,
  init: (key, dtype) => {
    const { params, state } = model ?? (layer.init(key, dtype) as Model<ParamsOf<L>, StateOf<L>>)
    return { params: empty, state: { frozen: params, state } }
  },
  run: (_, input, state, context) => {
    const [value, pullback, next] = layer.run(state.frozen, input as never, state.state, context)
    return [value, dy => [empty, pullback(dy)[1]], { frozen: state.frozen, state: next as StateOf<L> }]
  },
})
