/**
 * A training as files for the driver.
 *
 * @module
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { encodeCheckpoint } from '../../checkpoint/checkpointFile.ts'
import type { AnyOptimiser } from '../../optimiser/optimiser.ts'
import { type Key, split } from '../../random/key.ts'
import { encodeSafetensors, type NamedTensors } from '../../safetensors/encode.ts'
import { stablehloStep } from '../../stablehlo/training.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import { toValues } from '../../tensor/function/values.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { beginning } from '../../train/beginning.ts'
import type { Batch, Objective } from '../../train/objective.ts'
import type { DataError } from '../dataError.ts'
import { namedIn, writeFolder } from './files.ts'
import { needsFolderOptions, type XlaFolderOptions } from './options.ts'

/** The rates of all steps: of one that changes a row for each step, else itself. */
export const ratesOver = (optimiser: AnyOptimiser, steps: number): NamedTensors => {
  const all = Array.from({ length: steps }, (_, step) => namedIn(optimiser.rates(step), ['rates']))
  const [first = {}] = all
  return Object.fromEntries(
    Object.entries(first).map(([name, x]): readonly [string, AnyTensor] => {
      const values = all.map(one => toValues(one[name] as AnyTensor)[0] as number)
      return values.every(value => value === values[0])
        ? [name, x]
        : [name, fromValues([steps], values, 'f64') as AnyTensor]
    }),
  )
}

/**
 * Writes what `pullback_xla.py` trains from into a folder: `module.mlir`, the training step for batches of the form of an example;
 * `manifest.json`; `start.safetensors`, the checkpoint to begin from; and `rates.safetensors`, the optimiser's rates. The driver is in
 * the package, in its folder `python`, and needs nothing but the folder, Python with JAX, and data (docs/xla.md).
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, dense, key, softmaxCrossEntropy, supervised, zeros } from 'pullback'
 * import { writeXla } from 'pullback/node'
 * const example = { inputs: zeros([64, 784]), targets: zeros([64], 'i32') }
 * const written = pipe(
 *   dense(784, 10),
 *   supervised(softmaxCrossEntropy()),
 *   writeXla('runs/digits', adam(0.001), example, { steps: 1000 }),
 * )(key(0)) // a TaskEither: nothing happens before it is run
 *
 * @category Other machines
 * @since 0.1.0
 */
export const writeXla = takes(
  'writeXla',
  [
    {
      folder: needs.text,
      optimiser: needs.optimiser,
      example: needs.record({ inputs: needs.tensors, targets: needs.tensors }),
      options: needsFolderOptions,
    },
    { objective: needs.objective },
    { key: needs.key },
  ],
  () => writeUnchecked,
)

const writeUnchecked =
  (folder: string, optimiser: AnyOptimiser, example: Batch<unknown, unknown>, options: XlaFolderOptions) =>
  <I, T, Y, P, S>(objective: Objective<I, T, Y, P, S>) =>
  (key: Key): TaskEither<DataError, void> => {
    const { steps, dtype = 'f32', from } = options
    const [initKey] = split(3)(key)
    const begun = beginning(
      { objective, optimiser, dtype, epochs: Number.POSITIVE_INFINITY, key, initKey },
      from,
    )
    return writeFolder(folder, stablehloStep(optimiser, example, { dtype })(objective), {
      'start.safetensors': encodeCheckpoint(begun),
      'rates.safetensors': encodeSafetensors()(ratesOver(optimiser, steps)),
    })
  }
