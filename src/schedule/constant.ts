/**
 * A rate that never changes.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import type { Schedule } from './schedule.ts'

/**
 * The same value at every step.
 *
 * @throws ArgumentError unless the value is finite and not negative.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.constant(0.1)
 *
 * @category Schedules
 * @since 0.1.0
 */
export const constant = takes(
  'schedule.constant',
  [{ value: needs.nonNegative }, { step: needs.step }],
  () => constantUnchecked,
)

const constantUnchecked = (value: number): Schedule => {
  return () => value
}
