/**
 * A rate that falls by the same factor at every step.
 *
 * @module
 */
import { requireValue } from './require.ts'
import type { Schedule } from './schedule.ts'

/**
 * `value · factor^step`. It never ends.
 *
 * @throws ArgumentError unless the value and the factor are finite and not negative.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.exponential(0.1, { factor: 0.999 })
 */
export const exponential = (value: number, { factor }: { readonly factor: number }): Schedule => {
  requireValue('exponential', 'value', value)
  requireValue('exponential', 'factor', factor)
  return step => value * factor ** step
}
