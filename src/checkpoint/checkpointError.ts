/**
 * Errors of keeping checkpoints and of continuing from them.
 *
 * @module
 */
import { type Path, PullbackError } from '../tensor/error.ts'

/**
 * A checkpoint that cannot be written, read, or continued from: thrown by the iteration over a training.
 *
 * @category Errors
 * @since 0.1.0
 */
export class CheckpointError extends PullbackError {
  readonly _tag = 'CheckpointError'
  override readonly name = 'CheckpointError'
  /** The file that it is about; `null` if it is the place of all of them. */
  readonly file: string | null

  constructor(what: string, file: string | null, path: Path = []) {
    super(what, path)
    this.file = file
  }

  override at(segment: string | number): CheckpointError {
    return new CheckpointError(this.what, this.file, [segment, ...this.path])
  }
}
