/**
 * Whole training steps as modules.
 *
 * @module
 */
import type { AnyOptimiser } from '../optimiser/optimiser.ts'
import { trace } from '../program/trace.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import type { Batch, Objective } from '../train/objective.ts'
import { tensorStep } from '../train/tensorStep.ts'
import { moduleFrom, type StableHloModule } from './stablehlo.ts'

/**
 * How a training step is written.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface StepOptions {
  /** The name of the module. Defaults to `'training'`. */
  readonly name?: string
  /**
   * The element type of parameters. Defaults to f32.
   *
   * @default 'f32'
   */
  readonly dtype?: FloatDType
  /**
   * Whether rates, which are f64, are taken as f32 where parameters are. Defaults to true.
   *
   * @default true
   */
  readonly narrow?: boolean
}

/**
 * The training step of an optimiser and an objective as a module of StableHLO, for batches of the form of an example: from parameters,
 * states, a batch, rates and a key to the next parameters and states, and the loss. Paths are those of checkpoints: `params.0.w`,
 * `state.…`, `optimiser.…`, and beside these `batch.inputs`, `batch.targets`, `rates.…`, `key` and `loss`.
 *
 * What is threaded is donated and the batch sharded; rates and key are replicated. `pullback_xla.py` runs it on as many devices as there
 * are (docs/xla.md).
 *
 * @throws ArgumentError as `stablehlo`.
 * @throws ShapeError, DTypeError if the batch does not fit the model, with the path of the layer.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, dense, softmaxCrossEntropy, supervised, tensor, zeros } from 'pullback'
 * import { stablehloStep } from 'pullback/stablehlo'
 * const example = { inputs: zeros([2, 64]), targets: tensor([0, 0], 'i32') }
 * const { text, manifest } = pipe(dense(64, 10), supervised(softmaxCrossEntropy()), stablehloStep(adam(0.001), example))
 * console.log(text.length, manifest.inputs[0]) // { path: 'params.w', shape: [64, 10], type: 'f32', role: 'donated' }
 *
 * @category Other machines
 * @since 0.1.0
 */
export const stablehloStep = takes(
  'stablehloStep',
  [
    {
      optimiser: needs.optimiser,
      example: needs.record({ inputs: needs.tensors, targets: needs.tensors }),
      options: needs.optional(
        needs.options({ name: needs.text, dtype: needs.floatDType, narrow: needs.boolean }),
      ),
    },
    { objective: needs.objective },
  ],
  () => stepUnchecked,
)

const stepUnchecked =
  (
    optimiser: AnyOptimiser,
    example: Batch<unknown, unknown>,
    { name = 'training', dtype = 'f32', narrow = true }: StepOptions = {},
  ) =>
  <I, T, Y, P, S>(objective: Objective<I, T, Y, P, S>): StableHloModule => {
    const { step, args } = tensorStep(objective, optimiser, example as Batch<I, T>, dtype)
    return moduleFrom(trace(step)(...args), args, {
      name,
      narrow,
      args: [
        { name: '', role: 'donated' },
        { name: 'batch', role: 'sharded' },
        { name: 'rates' },
        { name: 'key' },
      ],
    })
  }
