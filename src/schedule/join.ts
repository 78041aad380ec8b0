/**
 * One schedule after the other.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Schedule } from './schedule.ts'

/**
 * The first schedule up to the first of the given steps, then the second, and so on; each counts from where it begins. The last
 * one goes on as it does.
 *
 * @throws ArgumentError unless there is one schedule more than steps, and the steps are integers in ascending order.
 *
 * @example
 * import { adamw, schedule } from 'pullback'
 * const warmUp = schedule.linear({ to: 0.001, steps: 100 })
 * const optimiser = adamw(schedule.join({ at: [100] })([warmUp, schedule.cosine(0.001, { steps: 900 })]))
 *
 * @category Schedules
 * @since 0.1.0
 */
export const join = takes(
  'schedule.join',
  [
    { options: needs.givenOptions({ at: needs.ascending }) },
    { schedules: needs.listOf(needs.fn, 'schedules') },
    { step: needs.step },
  ],
  () => joinUnchecked,
)

const joinUnchecked = ({ at }: { readonly at: readonly number[] }) => {
  return (schedules: readonly Schedule[]): Schedule => {
    if (schedules.length !== at.length + 1)
      throw new ArgumentError(
        `join needs one schedule more than steps, but was given ${schedules.length} schedules and ${at.length} steps.`,
      )
    return step => {
      const i = at.filter(change => step >= change).length
      return (schedules[i] as Schedule)(i === 0 ? step : step - (at[i - 1] as number))
    }
  }
}
