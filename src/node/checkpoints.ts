/**
 * Checkpoints of training in a folder.
 *
 * @module
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { left, mapLeft, right } from 'fp-ts/lib/Either.js'
import { checkpointOptions } from '../checkpoint/checkpointing.ts'
import {
  type CheckpointOptions,
  type CheckpointStore,
  checkpointing,
  type StoredCheckpoints,
} from '../checkpoint/index.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { type DataError, showDataError } from './dataError.ts'
import { reasonOf } from './storedBytes.ts'
import { writeWhole } from './writeWhole.ts'

const attempted = async <A>(task: () => Promise<A>) => {
  try {
    return right(await task())
  } catch (cause) {
    return left(reasonOf(cause))
  }
}

const isMissing = (cause: unknown): boolean => (cause as { readonly code?: unknown }).code === 'ENOENT'

/** The files of a folder, which is made when the first is written. */
const folderStore = (folder: string): CheckpointStore => ({
  name: folder,
  list: () =>
    attempted(async () => {
      try {
        return await readdir(folder)
      } catch (cause) {
        if (isMissing(cause)) return []
        throw cause
      }
    }),
  read: file => () => attempted(() => readFile(join(folder, file))),
  write: (file, bytes) => async () => {
    const made = await attempted(() => mkdir(folder, { recursive: true }))
    if (made._tag === 'Left') return made
    return mapLeft((error: DataError) => ('reason' in error ? error.reason : showDataError(error)))(
      await writeWhole(join(folder, file), async () => bytes)(),
    )
  },
  remove: file => () => attempted(() => rm(join(folder, file), { force: true })),
})

/**
 * Checkpoints of a run in a folder, as an option of `fit`: it begins from the newest one there is, and writes one at the end of each
 * epoch, or every so many steps. The newest three stay, or as many as you say, and the best.
 *
 * A file is written beside the others, brought to the disk, and then given its name: whenever the process or the machine ends, what has a
 * name is whole. What a killed process has left is removed by the next one.
 *
 * @throws ArgumentError for options out of range.
 * @throws CheckpointError from the iteration over a training, if a checkpoint cannot be written, read, or is not one of the run.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, batches, dense, fit, key, last, meanSquaredError, supervised, tensor } from 'pullback'
 * import { checkpointsIn } from 'pullback/node'
 * const data = batches({ inputs: tensor([[1], [2]]), targets: tensor([[2], [4]]) }, { size: 1 })
 * const checkpoints = checkpointsIn('out/runs/line', { every: 10, keep: 2, best: 'loss' })
 * const training = pipe(dense(1, 1), supervised(meanSquaredError()), fit(adam(0.01), data, { epochs: 20, checkpoints }))
 * for await (const { step, loss } of training(key(0))) console.log(step, loss)
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export const checkpointsIn = takes(
  'checkpointsIn',
  {
    folder: needs.described(
      'the path of a folder, a text,',
      x => typeof x === 'string' && x !== '' && !x.includes('\0'),
    ),
    options: checkpointOptions,
  },
  () =>
    (folder: string, options: CheckpointOptions = {}): StoredCheckpoints =>
      checkpointing(folderStore(folder), options),
)
