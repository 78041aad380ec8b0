/**
 * Files of checkpoints: models in safetensors, and beside them all else that training goes on from.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { anyText, bytes, errorOf } from '../codec/contract.ts'
import {
  decodeSafetensors,
  encodeSafetensors,
  type ModelFileError,
  showModelFileError,
  tensorsOf,
  treeOf,
} from '../safetensors/index.ts'
import { modelCases } from '../safetensors/modelError.ts'
import { ownName } from '../safetensors/ownMetadata.ts'
import { safetensorsCases } from '../safetensors/safetensorsError.ts'
import { version } from '../safetensors/version.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Checkpoint } from '../train/index.ts'

/**
 * A file that is right, but does not say where its run was.
 *
 * @category Errors
 * @since 0.1.0
 */
export interface NoCheckpoint {
  readonly _tag: 'NoCheckpoint'
  /** What is missing or wrong, a clause. */
  readonly reason: string
}

/**
 * A reason why a file does not hold a checkpoint of a run.
 *
 * @category Errors
 * @since 0.1.0
 */
export type CheckpointFileError = ModelFileError | NoCheckpoint

/**
 * What is wrong with a file of a checkpoint, and how to mend it.
 *
 * @example
 * import { showCheckpointFileError } from 'pullback/checkpoint'
 * console.log(showCheckpointFileError({ _tag: 'NoCheckpoint', reason: 'the file does not say its step' }))
 *
 * @category Errors
 * @since 0.1.0
 */
export const showCheckpointFileError = takes(
  'showCheckpointFileError',
  {
    error: errorOf(
      { ...safetensorsCases, ...modelCases, NoCheckpoint: { reason: anyText } },
      'a reader of checkpoints',
    ),
  },
  () => textOf,
)

const textOf = (error: CheckpointFileError): string =>
  error._tag === 'NoCheckpoint'
    ? `${error.reason}: it is not a checkpoint, as fit writes them. A model alone is read by decodeModel or readModel.`
    : showModelFileError(error)

const counts = ['step', 'epoch', 'batch'] as const
const parts = ({ params, state, optimiser, key }: Checkpoint<unknown, unknown, unknown>) => ({
  params,
  state,
  optimiser,
  key,
})

/**
 * The bytes of a checkpoint: parameters, state, the optimiser's state and the key by name (`params.0.w`, `optimiser.0.mean.0.w`), and step,
 * epoch and batch in its metadata. It is a model file, too: `decodeModel` reads the model in it.
 *
 * @example
 * import { adam, batches, dense, fit, key, last, meanSquaredError, supervised, tensor } from 'pullback'
 * import { encodeCheckpoint } from 'pullback/checkpoint'
 * const data = batches({ inputs: tensor([[1], [2]]), targets: tensor([[2], [4]]) }, { size: 2 })
 * const { checkpoint } = await last(fit(adam(0.01), data)(supervised(meanSquaredError())(dense(1, 1)))(key(0)))
 * console.log(encodeCheckpoint(checkpoint()).length)
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export const encodeCheckpoint = takes(
  'encodeCheckpoint',
  {
    checkpoint: needs.record({
      params: needs.anything,
      state: needs.anything,
      optimiser: needs.anything,
      key: needs.key,
      step: needs.count,
      epoch: needs.count,
      batch: needs.count,
    }),
  },
  () =>
    (checkpoint: Checkpoint<unknown, unknown, unknown>): Uint8Array =>
      encodeSafetensors({
        metadata: {
          [ownName('version')]: version,
          ...Object.fromEntries(counts.map(count => [ownName(count), String(checkpoint[count])])),
        },
      })(tensorsOf(parts(checkpoint))),
)

/**
 * The checkpoint in the bytes of a file, checked against one of the same run, such as that of its beginning. The left names every tensor
 * that is missing, not expected, or of another form.
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export const decodeCheckpoint = takes(
  'decodeCheckpoint',
  [{ like: needs.anything, of: needs.optional(needs.text) }, { bytes }],
  () =>
    <P, S, O>(like: Checkpoint<P, S, O>, of = 'the run') =>
    (file: Uint8Array): Either<CheckpointFileError, Checkpoint<P, S, O>> => {
      const read = decodeSafetensors(file)
      if (isLeft(read)) return read
      const { tensors, metadata } = read.right
      const numbers = counts.map(count => [count, metadata[ownName(count)]] as const)
      const wrong = numbers.find(([, value]) => !/^(0|[1-9]\d{0,14})$/.test(value ?? ''))
      if (wrong !== undefined) {
        const [count, value] = wrong
        return left({
          _tag: 'NoCheckpoint',
          reason:
            value === undefined
              ? `the file does not say its ${count}`
              : `the file says its ${count} is '${value.slice(0, 40)}'`,
        })
      }
      const restored = treeOf(parts(like))(tensors)
      return isLeft(restored)
        ? left({ _tag: 'ModelMismatch', expected: of, found: null, mismatches: restored.left })
        : right({
            ...(restored.right as Pick<Checkpoint<P, S, O>, 'params' | 'state' | 'optimiser' | 'key'>),
            ...(Object.fromEntries(numbers.map(([count, value]) => [count, Number(value)])) as Record<
              (typeof counts)[number],
              number
            >),
          })
    },
)
