/**
 * Whole training steps as model files.
 *
 * @module
 */
import type { AnyOptimiser } from '../../optimiser/optimiser.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import type { Batch, Objective } from '../../train/objective.ts'
import { tensorStep } from '../../train/tensorStep.ts'
import { fileOf, fileOptions, type OnnxFile, type OnnxFileOptions } from './onnx.ts'

/**
 * How a training step is written as a file.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxStepOptions extends OnnxFileOptions {
  /**
   * The element type of parameters. Defaults to f32.
   *
   * @default 'f32'
   */
  readonly dtype?: FloatDType
}

/**
 * The training step of an optimiser and an objective as a model file of ONNX, for batches of the form of an example: from parameters,
 * states, a batch, rates and a key to the next parameters and states, and the loss. Inputs are `params.…`, `state.…`, `optimiser.…`,
 * `batch.inputs`, `batch.targets`, `rates.…` (f64) and `key`; outputs are `loss` and `next.…`, to be given as what is named behind the point
 * in the next step. The batch has the size of the example.
 *
 * @throws ArgumentError as `onnx`.
 * @throws ShapeError, DTypeError if the batch does not fit the model, with the path of the layer.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, dense, softmaxCrossEntropy, supervised, tensor, zeros } from 'pullback'
 * import { onnxStep } from 'pullback/onnx'
 * const example = { inputs: zeros([2, 64]), targets: tensor([0, 0], 'i32') }
 * const { bytes, outputs } = pipe(dense(64, 10), supervised(softmaxCrossEntropy()), onnxStep(adam(0.001), example))
 * console.log(bytes.length, outputs[0]) // { name: 'next.params.w', shape: [64, 10], type: 'f32' }
 *
 * @category Models from files
 * @since 0.1.0
 */
export const onnxStep = takes(
  'onnxStep',
  [
    {
      optimiser: needs.optimiser,
      batch: needs.record({ inputs: needs.tensors, targets: needs.tensors }),
      options: needs.optional(needs.options({ ...fileOptions, dtype: needs.floatDType })),
    },
    { objective: needs.objective },
  ],
  () => stepUnchecked,
)

const stepUnchecked =
  <I, T>(
    optimiser: AnyOptimiser,
    batch: Batch<I, T>,
    { dtype = 'f32', name = 'training', ...options }: OnnxStepOptions = {},
  ) =>
  <Y, P, S>(objective: Objective<I, T, Y, P, S>): OnnxFile => {
    const { step, args } = tensorStep(objective, optimiser, batch, dtype)
    return fileOf(step, args, {
      ...options,
      name,
      args: [{ name: '' }, { name: 'batch' }, { name: 'rates' }, { name: 'key' }],
    })
  }
