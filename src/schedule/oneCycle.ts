/**
 * A rate that rises once and falls once.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { halfWave } from './cosine.ts'
import type { Schedule } from './schedule.ts'

/**
 * How a cycle runs.
 *
 * @category Schedules
 * @since 0.1.0
 */
export interface OneCycleOptions {
  /** How many steps the whole cycle has; there is no rate beyond. */
  readonly steps: number
  /**
   * The share of steps in which it rises. Defaults to 0.3.
   *
   * @default 0.3
   */
  readonly rise?: number
  /**
   * It begins at the peak over this. Defaults to 25.
   *
   * @default 25
   */
  readonly divisor?: number
  /**
   * It ends at its beginning over this. Defaults to 10,000.
   *
   * @default 10_000
   */
  readonly lastDivisor?: number
  /**
   * Along half waves of the cosine, or in straight lines. Defaults to `cosine`.
   *
   * @default 'cosine'
   */
  readonly along?: 'cosine' | 'line'
}

/**
 * The 1cycle policy (Smith and Topin 2018): from `peak / divisor` up to `peak`, and down to `peak / divisor / lastDivisor` at the
 * last step. The peak lies at step `rise · steps - 1`, which need not be an integer.
 *
 * A cycle is a plan for so many steps and has no rate beyond: asked for one it throws, as training that goes on at its last,
 * tiny rate would be a mistake that goes unnoticed.
 *
 * @throws ArgumentError unless the peak is finite and not negative, the steps an integer with `1 < rise · steps < steps`, and the
 * divisors finite and positive; and at a step past the end.
 *
 * @example
 * import { momentum, schedule } from 'pullback'
 * const optimiser = momentum(schedule.oneCycle(0.5, { steps: 2000 }))
 *
 * @category Schedules
 * @since 0.1.0
 */
export const oneCycle = takes(
  'schedule.oneCycle',
  [
    {
      peak: needs.nonNegative,
      options: needs.givenOptions({
        steps: needs.positiveInteger,
        rise: needs.optional(needs.number),
        divisor: needs.optional(needs.positive),
        lastDivisor: needs.optional(needs.positive),
        along: needs.optional(needs.oneOf('cosine', 'line')),
      }),
    },
    { step: needs.step },
  ],
  () => oneCycleUnchecked,
)

const oneCycleUnchecked = (
  peak: number,
  { steps, rise = 0.3, divisor = 25, lastDivisor = 1e4, along = 'cosine' }: OneCycleOptions,
): Schedule => {
  const [top, last] = [rise * steps - 1, steps - 1]
  if (!(top > 0 && top < last))
    throw new ArgumentError(
      `A oneCycle schedule needs room to rise and to fall, but rises in a share of ${rise} of ${steps} steps.`,
    )
  const beginning = peak / divisor
  const end = beginning / lastDivisor
  const between = (from: number, to: number, share: number): number =>
    along === 'cosine' ? to + (from - to) * halfWave(share) : from + (to - from) * share
  return step => {
    if (step > last)
      throw new ArgumentError(
        `A oneCycle schedule of ${steps} steps ends at step ${last}, but was asked for step ${step}. Give it as many steps as ` +
          'there is training, or join it with what comes after.',
      )
    return step <= top
      ? between(beginning, peak, step / top)
      : between(peak, end, (step - top) / (last - top))
  }
}
