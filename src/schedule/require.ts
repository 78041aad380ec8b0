/**
 * Checks of the constants of schedules.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'

/** Requires a rate: a finite number that is not negative. */
export const requireValue = (schedule: string, name: string, value: number): void => {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new ArgumentError(`schedule.${schedule} needs a finite ${name} >= 0, but was given ${value}.`)
}

/** Requires a finite number above 0. */
export const requirePositive = (schedule: string, name: string, value: number): void => {
  if (!(value > 0 && Number.isFinite(value)))
    throw new ArgumentError(`schedule.${schedule} needs a finite ${name} > 0, but was given ${value}.`)
}

/** Requires a count of steps: a positive integer. */
export const requireSteps = (schedule: string, name: string, steps: number): void => {
  if (!Number.isSafeInteger(steps) || steps < 1)
    throw new ArgumentError(
      `schedule.${schedule} needs a positive integer for ${name}, but was given ${steps}.`,
    )
}

/** Requires places in time: non-negative integers, each after the one before. */
export const requireAscending = (schedule: string, name: string, steps: readonly number[]): void => {
  const wrong = steps.findIndex(
    (step, i) => !Number.isSafeInteger(step) || step < 0 || (i > 0 && step <= (steps[i - 1] as number)),
  )
  if (wrong !== -1)
    throw new ArgumentError(
      `schedule.${schedule} needs ${name} that are integers >= 0 in ascending order, but was given ${steps[wrong]} at ` +
        `position ${wrong}.`,
    )
}
