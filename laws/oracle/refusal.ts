/**
 * Refusals: that something is refused, and how.
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

/**
 * Holds if `run` throws an error of the library with this tag, which says this, word for word or as a pattern, and has these
 * facts, such as the axis and the shapes that it speaks of.
 */
export const refusedSaying = (
  tag: string,
  words: string | RegExp,
  run: () => unknown,
  facts: Readonly<Record<string, unknown>> = {},
): Verdict => {
  const outcome = outcomeOf(run)
  if (!(outcome instanceof PullbackError)) return holds(false, String(outcome), words)
  const isSaid = typeof words === 'string' ? outcome.message === words : words.test(outcome.message)
  const own = Object.fromEntries(
    Object.keys(facts).map(name => [name, Reflect.get(outcome, name) as unknown]),
  )
  const isSo = JSON.stringify(own) === JSON.stringify(facts)
  return holds(
    outcome._tag === tag && isSaid && isSo,
    `${outcome._tag}: ${outcome.message} ${JSON.stringify(own)}`,
    `${tag}: ${words} ${JSON.stringify(facts)}`,
  )
}
