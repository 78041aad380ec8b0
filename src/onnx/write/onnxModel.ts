/**
 * Predictions of models as model files.
 *
 * @module
 */

import { evaluation } from '../../layer/context.ts'
import type { Layer } from '../../layer/layer.ts'
import type { Model } from '../../layer/model.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { fileOf, fileOptions, type OnnxFile, type OnnxFileOptions } from './onnx.ts'

/**
 * How a model is written as a file.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxModelOptions extends OnnxFileOptions {
  /**
   * Whether the file takes batches of any size, or of the example's. Defaults to `'any'`.
   *
   * @default 'any'
   */
  readonly batch?: 'any' | 'fixed'
}

/**
 * The predictions of a model, in evaluation, as a model file of ONNX, for inputs of the form of an example: parameters and state are
 * stored under the names of their paths (`params.0.w`), the input is `input`, and what comes out `output`; what takes or gives several
 * tensors has them as `input.…`, or under their own names. The first axis counts the examples, of which there may be any number.
 *
 * @throws ArgumentError as `onnx`: if the model treats batches of different sizes differently, with the place.
 * @throws ShapeError, DTypeError if the example does not fit, with the path of the layer.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { compose, dense, init, key, relu, zeros } from 'pullback'
 * import { onnxModel } from 'pullback/onnx'
 * const net = compose(dense(4, 8), relu(), dense(8, 3))
 * const { bytes, outputs } = pipe(init(net)(key(0)), onnxModel(net, zeros([1, 4])))
 * console.log(bytes.length, outputs) // [{ name: 'output', shape: ['batch', 3], type: 'f32' }]
 *
 * @category Models from files
 * @since 0.1.0
 */
export const onnxModel = takes(
  'onnxModel',
  [
    {
      layer: needs.layer,
      example: needs.tensors,
      options: needs.optional(needs.options({ ...fileOptions, batch: needs.oneOf('any', 'fixed') })),
    },
    { model: needs.model },
  ],
  () => modelUnchecked,
)

const modelUnchecked =
  <A, B, P, S>(
    layer: Layer<A, B, P, S>,
    example: unknown,
    { batch = 'any', ...options }: OnnxModelOptions = {},
  ) =>
  (model: Model<P, S>): OnnxFile => {
    const f = (own: Model<P, S>, input: unknown): unknown =>
      layer.run(own.params, input as A, own.state, evaluation)[0]
    return fileOf(f, [{ params: model.params, state: model.state }, example], {
      name: layer.name,
      ...options,
      args: [
        { name: '', role: 'stored' },
        { name: 'input', role: batch === 'any' ? 'batched' : 'given' },
      ],
    })
  }
