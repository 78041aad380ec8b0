/**
 * A keeper of checkpoints, as `fit` sees it.
 *
 * @module
 */
import type { Lazy } from 'fp-ts/lib/function.js'
import { ArgumentError } from '../tensor/error.ts'
import { beginning, type Checkpoint, type Run } from './beginning.ts'
import type { Report } from './report.ts'

/** A checkpoint that was kept, and where. */
export interface Found<C> {
  readonly file: string
  readonly checkpoint: C
}

/**
 * What keeps the checkpoints of a run and finds them again: `checkpointing(store)` makes one, and so do `checkpointsIn(folder)` of
 * `pullback/node` and its kin of `pullback/browser`. Its members are for those who write another.
 *
 * @category Training
 * @since 0.1.0
 */
export interface Checkpoints {
  /** The newest checkpoint, in the form of `like`; null if there is none. */
  readonly newest: <P, S, O>(
    like: Lazy<Checkpoint<P, S, O>>,
    of: string,
  ) => Promise<Found<Checkpoint<P, S, O>> | null>
  /** Told of every step; what it gives is waited for before training goes on. */
  readonly seen: (report: Report<unknown, unknown, unknown>, isLast: boolean) => Promise<void> | undefined
}

/**
 * What a run goes on with that was found in a file.
 *
 * @throws ArgumentError that names the file.
 */
export const continued = <I, T, Y, P, S, O, R>(
  run: Run<I, T, Y, P, S, O, R>,
  { file, checkpoint }: Found<Checkpoint<P, S, O>>,
): Checkpoint<P, S, O> => {
  try {
    return beginning(run, checkpoint)
  } catch (error) {
    throw error instanceof ArgumentError ? new ArgumentError(`${file}: ${error.what}`, error.path) : error
  }
}
