/**
 * A rate that falls in steps.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'
import type { Schedule } from './schedule.ts'

/**
 * `value · factor^⌊step / every⌋`: the value times the factor after every so many steps.
 *
 * @throws ArgumentError unless the value and the factor are finite and not negative and `every` is a positive integer.
 *
 * @example
 * import { schedule, sgd } from 'pullback'
 * const optimiser = sgd(schedule.step(0.1, { every: 1000, factor: 0.5 }))
 */
export const step = (
  value: number,
  { every, factor }: { readonly every: number; readonly factor: number },
): Schedule => {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new ArgumentError(`A step schedule needs a finite value >= 0, but was given ${value}.`)
  if (!(factor >= 0 && Number.isFinite(factor)))
    throw new ArgumentError(`A step schedule needs a finite factor >= 0, but was given ${factor}.`)
  if (!Number.isSafeInteger(every) || every < 1)
    throw new ArgumentError(`A step schedule needs a positive integer of steps, but was given ${every}.`)
  return at => value * factor ** Math.floor(at / every)
}
