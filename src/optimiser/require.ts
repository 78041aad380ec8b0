/**
 * Checks of the constants of optimisers.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'

/** Requires a factor of decay: from 0 up to, not including, 1. */
export const requireDecay = (of: string, name: string, value: number): void => {
  if (!(value >= 0 && value < 1))
    throw new ArgumentError(`${of} needs ${name} from 0 up to, not including, 1, but was given ${value}.`)
}

/** Requires a finite number above 0. */
export const requirePositive = (of: string, name: string, value: number): void => {
  if (!(value > 0 && Number.isFinite(value)))
    throw new ArgumentError(`${of} needs a finite ${name} > 0, but was given ${value}.`)
}

/** Requires a finite number that is not negative. */
export const requireNonNegative = (of: string, name: string, value: number): void => {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new ArgumentError(`${of} needs a finite ${name} >= 0, but was given ${value}.`)
}

/** Requires a count of steps: a positive integer. */
export const requireSteps = (of: string, name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new ArgumentError(`${of} needs a positive integer for ${name}, but was given ${value}.`)
}
