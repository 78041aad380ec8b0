/**
 * A rate that changes by the same amount at every step, such as in a warm-up.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import type { Schedule } from './schedule.ts'

/**
 * From where to where a rate goes in a straight line, and in how many steps.
 *
 * @category Schedules
 * @since 0.1.0
 */
export interface LinearOptions {
  /**
   * Where it begins. Defaults to 0.
   *
   * @default 0
   */
  readonly from?: number
  /** Where it ends. */
  readonly to: number
  /** After how many steps it is there. */
  readonly steps: number
}

/**
 * `from + (to - from) · step / steps`. After its last step it stays at `to`. Joined with another schedule it is a warm-up.
 *
 * @throws ArgumentError unless both rates are finite and not negative and `steps` is a positive integer.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.linear({ to: 0.001, steps: 500 })
 *
 * @category Schedules
 * @since 0.1.0
 */
export const linear = takes(
  'schedule.linear',
  [
    {
      options: needs.givenOptions({
        from: needs.optional(needs.nonNegative),
        to: needs.nonNegative,
        steps: needs.positiveInteger,
      }),
    },
    { step: needs.step },
  ],
  () => linearUnchecked,
)

const linearUnchecked = ({ from = 0, to, steps }: LinearOptions): Schedule => {
  return step => from + (to - from) * Math.min(step / steps, 1)
}
