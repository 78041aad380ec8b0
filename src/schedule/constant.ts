/**
 * A rate that never changes.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'
import type { Schedule } from './schedule.ts'

/**
 * The same value at every step.
 *
 * @throws ArgumentError unless the value is finite and not negative.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.constant(0.1)
 */
export const constant = (value: number): Schedule => {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new ArgumentError(`A constant schedule needs a finite value >= 0, but was given ${value}.`)
  return () => value
}
