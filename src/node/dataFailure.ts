/**
 * A data error on its way through a stream.
 *
 * @module
 */
import { type Either, left } from 'fp-ts/lib/Either.js'
import { type DataError, showDataError } from './dataError.ts'

/**
 * A data error where only exceptions pass: while batches are read. Its message is that of `showDataError`.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export class DataFailure extends Error {
  override readonly name = 'DataFailure'
  readonly error: DataError

  constructor(error: DataError) {
    super(showDataError(error))
    this.error = error
  }
}

/** What a task gives, or the data error that was thrown on the way; anything else thrown is a mistake of the program. */
export const caught = async <A>(task: () => Promise<Either<DataError, A>>): Promise<Either<DataError, A>> => {
  try {
    return await task()
  } catch (cause) {
    if (!(cause instanceof DataFailure)) throw cause
    return left(cause.error)
  }
}
