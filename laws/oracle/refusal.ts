/**
 * That something is refused, and how.
 *
 * @module
 */
import { PullbackError } from '../../src/index.ts'
import { holds } from '../close.ts'
import type { Verdict } from '../law.ts'

const outcomeOf = (run: () => unknown): unknown => {
  try {
    run()
    return 'accepted'
  } catch (error) {
    return error
  }
}

/** Holds if `run` throws an error of the library with this tag. */
export const refused = (tag: string, run: () => unknown): Verdict => {
  const outcome = outcomeOf(run)
  return outcome instanceof PullbackError
    ? holds(outcome._tag === tag, outcome._tag, tag)
    : holds(false, String(outcome), tag)
}

/** Holds if `run` throws an error of the library with this tag, which says this, word for word or as a pattern. */
export const refusedSaying = (tag: string, words: string | RegExp, run: () => unknown): Verdict => {
  const outcome = outcomeOf(run)
  if (!(outcome instanceof PullbackError)) return holds(false, String(outcome), words)
  const isSaid = typeof words === 'string' ? outcome.message === words : words.test(outcome.message)
  return holds(outcome._tag === tag && isSaid, `${outcome._tag}: ${outcome.message}`, `${tag}: ${words}`)
}
