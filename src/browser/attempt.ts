/**
 * Tasks whose failures are clauses.
 *
 * @module
 */
import { left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** The failure of what has no cause of its own. */
export class Refusal extends Error {}

const clauseOf = (cause: unknown): string => {
  const { name, message } = (cause ?? {}) as { readonly name?: unknown; readonly message?: unknown }
  if (cause instanceof Refusal) return cause.message
  if (name === 'NotFoundError') return 'there is no such file'
  if (name === 'QuotaExceededError') return 'the space that the browser gives this page is full'
  return String(message || name || cause).replace(/\.$/, '')
}

/** A task, whose left says why it failed. */
export const attempt =
  <A>(task: () => Promise<A>): TaskEither<string, A> =>
  async () => {
    try {
      return right(await task())
    } catch (cause) {
      return left(clauseOf(cause))
    }
  }
