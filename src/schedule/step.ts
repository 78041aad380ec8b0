/**
 * A rate that falls in steps.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import type { Schedule } from './schedule.ts'

/**
 * `value · factor^⌊step / every⌋`: the value times the factor after every so many steps. It never ends.
 *
 * @throws ArgumentError unless the value and the factor are finite and not negative and `every` is a positive integer.
 *
 * @example
 * import { schedule, sgd } from 'pullback'
 * const optimiser = sgd(schedule.step(0.1, { every: 1000, factor: 0.5 }))
 *
 * @category Schedules
 * @since 0.1.0
 */
export const step = takes(
  'schedule.step',
  [
    {
      value: needs.nonNegative,
      options: needs.givenOptions({ every: needs.positiveInteger, factor: needs.nonNegative }),
    },
    { step: needs.step },
  ],
  () => stepUnchecked,
)

const stepUnchecked = (
  value: number,
  { every, factor }: { readonly every: number; readonly factor: number },
): Schedule => {
  return at => value * factor ** Math.floor(at / every)
}
