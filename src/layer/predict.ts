/**
 * The output of a model for an input.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import type { Fits, Words } from '../tensor/fits.ts'
import { evaluation } from './context.ts'
import type { Layer } from './layer.ts'
import type { Model } from './model.ts'
import type { Apply } from './type/typeFunction.ts'
import { typed } from './typed.ts'

/** The input if a layer can take it, as far as its sizes are known, else a sentence. */
export type Taken<X, A> =
  Fits<X, A> extends true ? X : `the model takes ${Words<A>}, but is given ${Words<X>}`

/**
 * The output of a model for an input, in evaluation: dropout is off and statistics are the running ones. Sizes known only at run
 * time are checked there.
 *
 * @throws ShapeError if the input does not fit, with the path of the layer.
 *
 * @example
 * import { dense, init, key, predict, zeros } from 'pullback'
 * const model = dense(3, 2)
 * const y = predict(model, init(model)(key(0)))(zeros([5, 3])) // Tensor<[5, 2]>
 *
 * @category Layers
 * @since 0.1.0
 */
export const predict = takes(
  'predict',
  [{ layer: needs.layer, model: needs.model }, { input: needs.tensors }],
  () => predictUnchecked,
)

const predictUnchecked =
  <A, B, P, S>(layer: Layer<A, B, P, S>, model: Model<P, S>) =>
  <const X>(input: Taken<X, A>): Apply<B, X> =>
    typed<Taken<X, A>, B, P, S>(layer).run(model.params, input, model.state, evaluation)[0] as Apply<B, X>
