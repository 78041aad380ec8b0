/**
 * Running a part of a model under its name.
 *
 * @module
 */
import { inPlace } from '../primitive/core/observe.ts'
import { PullbackError } from '../tensor/error.ts'

/**
 * Runs a part of a model so that errors which pass through tell its place, and so that what watches the run knows it. If it gives
 * a value and a pullback, that is also true of the pullback.
 */
export const within = <T>(segment: string, run: () => T): T => {
  const outcome = told(segment, run)
  if (!Array.isArray(outcome) || typeof outcome[1] !== 'function') return outcome
  const [value, pullback, ...rest] = outcome as readonly [unknown, (d: unknown) => unknown, ...unknown[]]
  return [value, (d: unknown) => told(segment, () => pullback(d)), ...rest] as T
}

const told = <T>(segment: string, run: () => T): T => {
  try {
    return inPlace(segment, run)
  } catch (error) {
    throw error instanceof PullbackError ? error.at(segment) : error
  }
}
