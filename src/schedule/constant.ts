/**
 * A rate that never changes.
 *
 * @module
 */
import { requireValue } from './require.ts'
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
  requireValue('constant', 'value', value)
  return () => value
}
