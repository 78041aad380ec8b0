/**
 * Networks on sequences that come part by part: text that is generated, character by character.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tree } from '../../tensor/tree.ts'
import { inParts } from '../inParts.ts'
import { type AnyLayer, type InputOf, kind, type Layer, type OutputOf, type ParamsOf } from '../layer.ts'
import { typed } from '../typed.ts'

/**
 * How much is kept of sequences that come part by part.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface CachedOptions {
  /** How many positions there is room for. */
  readonly capacity: number
  /**
   * How many sequences come side by side. Defaults to 1.
   *
   * @default 1
   */
  readonly batch?: number
}

/**
 * The same network for sequences that come part by part: a layer of the same parameters that takes the next positions, one or many,
 * [batch, time, ...], and gives for them what the network gives for the whole sequence. What it needs of the positions before is its
 * state: keys and values of attention, the vectors of recurrent layers, and how many positions there were. `init` gives the state before
 * the first, and `predictWithState` the one after each part.
 * Nothing that came before is computed again: a step reads keys and values of what has come, and that is all that grows with it.
 *
 * The network has to be causal. It may be made of layers that act on each position by itself (dense layers, activations, norms of
 * features, embeddings, layers of one's own by `layer.positionwise`), positions, causal attention of any kind, forward recurrent layers, and
 * combinators of them; there is no padding. In training it does what it does in evaluation but for dropout, and what was kept is not
 * differentiated.
 *
 * @throws ArgumentError for a layer that may need the whole sequence, with its path, or if there are fewer learned positions than the
 * capacity.
 * @throws ShapeError at run time, if another number of sequences is given.
 * @throws IndexError at run time, if more positions come than there is room for.
 *
 * @example
 * import { cached, compose, dense, embedding, init, key, predictWithState, sinusoidalPositions, tensor, transformerEncoderBlock } from 'pullback'
 * const net = compose(
 *   embedding(27, 16),
 *   sinusoidalPositions(16),
 *   transformerEncoderBlock(16, 4, { causal: true }),
 *   dense(16, 27),
 * )
 * const writer = cached({ capacity: 100 })(net)
 * const { params, state } = init(writer)(key(0))
 * const [scores, next] = predictWithState(writer, { params, state })(tensor([[3, 1, 20]], 'i32'))
 * const [more] = predictWithState(writer, { params, state: next })(tensor([[19]], 'i32')) // the fourth row of predict(net, …)([[3, 1, 20, 19]])
 *
 * @category Combinators
 * @since 0.1.0
 */
export const cached = takes(
  'cached',
  [
    { options: needs.givenOptions({ capacity: needs.size, batch: needs.optional(needs.size) }) },
    { layer: needs.layer },
  ],
  () => cachedUnchecked,
)

const cachedUnchecked =
  ({ capacity, batch = 1 }: CachedOptions) =>
  <L extends AnyLayer>(layer: L): Layer<InputOf<L>, OutputOf<L>, ParamsOf<L>, Tree> => {
    const own = inParts(layer, { capacity, batch })
    return typed({ ...own, name: `cached(${capacity})(${layer.name})`, [kind]: { is: 'cached' } })
  }
