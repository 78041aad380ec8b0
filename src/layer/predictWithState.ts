/**
 * The output of a model that remembers, and what it remembers then.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { evaluation } from './context.ts'
import type { Layer } from './layer.ts'
import type { Model } from './model.ts'
import type { Taken } from './predict.ts'
import type { Apply } from './type/typeFunction.ts'
import { typed } from './typed.ts'

/**
 * The output of a model for an input, in evaluation, and its state after that: for `cached`, and layers of one's own that remember. See
 * `predict`.
 *
 * @throws ShapeError if the input does not fit, with the path of the layer.
 *
 * @example
 * import { cached, init, key, lstm, predictWithState, zeros } from 'pullback'
 * const net = cached({ capacity: 1000 })(lstm(3, 8))
 * const { params, state } = init(net)(key(0))
 * const [hidden, next] = predictWithState(net, { params, state })(zeros([1, 1, 3]))
 *
 * @category Layers
 * @since 0.1.0
 */
export const predictWithState = takes(
  'predictWithState',
  [{ layer: needs.layer, model: needs.model }, { input: needs.tensors }],
  () => predictWithStateUnchecked,
)

const predictWithStateUnchecked =
  <A, B, P, S>(layer: Layer<A, B, P, S>, model: Model<P, S>) =>
  <const X>(input: Taken<X, A>): readonly [output: Apply<B, X>, state: S] => {
    const own = typed<Taken<X, A>, B, P, S>(layer)
    const [output, , state] = own.run(model.params, input, model.state, evaluation)
    return [output as Apply<B, X>, state]
  }
