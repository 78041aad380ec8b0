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
