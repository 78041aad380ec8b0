/**
 * Rates that stay the same between given steps.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Schedule } from './schedule.ts'

/** How many of the steps at which something changes are reached. */
const reached = (changes: readonly number[], step: number): number =>
  changes.filter(change => step >= change).length

/**
 * `values[i]` from the i-th change on: one value more than there are changes. The last one stays.
 *
 * @throws ArgumentError unless the values are finite and not negative, one more than the changes, and the changes integers in
 * ascending order.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.piecewise([0.1, 0.01, 0.001], { at: [1000, 2000] })
 *
 * @category Schedules
 * @since 0.1.0
 */
export const piecewise = takes(
  'schedule.piecewise',
  [
    {
      values: needs.listOf(needs.nonNegative, 'finite values >= 0'),
      options: needs.givenOptions({ at: needs.ascending }),
    },
    { step: needs.step },
  ],
  () => piecewiseUnchecked,
)

const piecewiseUnchecked = (
  values: readonly number[],
  { at }: { readonly at: readonly number[] },
): Schedule => {
  if (values.length !== at.length + 1)
    throw new ArgumentError(
      `A piecewise schedule needs one value more than changes, but was given ${values.length} values and ${at.length} changes.`,
    )
  return step => values[reached(at, step)] as number
}

/**
 * `value · factor^n` after n of the given steps: a rate that falls at milestones.
 *
 * @throws ArgumentError unless the value and the factor are finite and not negative and the milestones integers in ascending
 * order.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.milestones(0.1, { at: [1000, 2000], factor: 0.1 })
 *
 * @category Schedules
 * @since 0.1.0
 */
export const milestones = takes(
  'schedule.milestones',
  [
    {
      value: needs.nonNegative,
      options: needs.givenOptions({ at: needs.ascending, factor: needs.nonNegative }),
    },
    { step: needs.step },
  ],
  () => milestonesUnchecked,
)

const milestonesUnchecked = (
  value: number,
  { at, factor }: { readonly at: readonly number[]; readonly factor: number },
): Schedule => {
  return step => value * factor ** reached(at, step)
}
