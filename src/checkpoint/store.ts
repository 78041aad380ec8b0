/**
 * Places that checkpoints are kept in.
 *
 * @module
 */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'

/**
 * Files by name in one place: a folder, a browser's storage, a bucket. The left of each task is the reason why it failed, a clause
 * such as 'the disk is full'.
 *
 * A file that is written is there as a whole or not at all, whatever happens meanwhile: that is all that is asked of a store.
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export interface CheckpointStore {
  /** What it is called in errors: the path of the folder, say. */
  readonly name: string
  /** The names of all files; none if the place is not there yet. */
  readonly list: TaskEither<string, readonly string[]>
  readonly read: (file: string) => TaskEither<string, Uint8Array>
  /** Writes a file, in the place of one of the same name. */
  readonly write: (file: string, bytes: Uint8Array) => TaskEither<string, void>
  /** Removes a file; one that is not there is removed already. */
  readonly remove: (file: string) => TaskEither<string, void>
}

/**
 * A store in memory, for tests and for runs that are continued in the same process.
 *
 * @example
 * import { checkpointing, memoryStore } from 'pullback/checkpoint'
 * const checkpoints = checkpointing(memoryStore(), { every: 100 })
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export const memoryStore = (): CheckpointStore => {
  const files = new Map<string, Uint8Array>()
  return {
    name: 'memory',
    list: TE.fromIO(() => [...files.keys()]),
    read: file => async () => {
      const bytes = files.get(file)
      return bytes === undefined ? TE.left('there is no such file')() : TE.right(bytes.slice())()
    },
    write: (file, bytes) =>
      TE.fromIO(() => {
        files.set(file, bytes.slice())
      }),
    remove: file =>
      TE.fromIO(() => {
        files.delete(file)
      }),
  }
}
