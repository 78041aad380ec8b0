/**
 * A rate that falls by the same factor at every step.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import type { Schedule } from './schedule.ts'

/**
 * `value · factor^step`. It never ends.
 *
 * @throws ArgumentError unless the value and the factor are finite and not negative.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.exponential(0.1, { factor: 0.999 })
 *
 * @category Schedules
 * @since 0.1.0
 */
export const exponential = takes(
  'schedule.exponential',
  [
    { value: needs.nonNegative, options: needs.givenOptions({ factor: needs.nonNegative }) },
    { step: needs.step },
  ],
  () => exponentialUnchecked,
)

const exponentialUnchecked = (value: number, { factor }: { readonly factor: number }): Schedule => {
  return step => value * factor ** step
}
