/**
 * Rates that fall along half a wave of the cosine, once or again and again.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Schedule } from './schedule.ts'

/**
 * How a cosine falls.
 *
 * @category Schedules
 * @since 0.1.0
 */
export interface CosineOptions {
  /** After how many steps it is down. */
  readonly steps: number
  /**
   * Where it goes. Defaults to 0.
   *
   * @default 0
   */
  readonly to?: number
}

/** From 1 to 0 along half a wave, for a share from 0 to 1 of the way. */
export const halfWave = (share: number): number => (1 + Math.cos(Math.PI * share)) / 2

/**
 * `to + (value - to) · (1 + cos(π · step / steps)) / 2` (Loshchilov and Hutter 2017). After its last step it stays at `to`.
 *
 * @throws ArgumentError unless both rates are finite and not negative and `steps` is a positive integer.
 *
 * @example
 * import { adam, schedule } from 'pullback'
 * const optimiser = adam(schedule.cosine(0.001, { steps: 10_000, to: 0.00001 }))
 *
 * @category Schedules
 * @since 0.1.0
 */
export const cosine = takes(
  'schedule.cosine',
  [
    {
      value: needs.nonNegative,
      options: needs.givenOptions({ steps: needs.positiveInteger, to: needs.optional(needs.nonNegative) }),
    },
    { step: needs.step },
  ],
  () => cosineUnchecked,
)

const cosineUnchecked = (value: number, { steps, to = 0 }: CosineOptions): Schedule => {
  return step => to + (value - to) * halfWave(Math.min(step / steps, 1))
}

/**
 * How a cosine falls again and again.
 *
 * @category Schedules
 * @since 0.1.0
 */
export interface CosineRestartsOptions extends CosineOptions {
  /**
   * How many times as long each fall is as the one before. Defaults to 1.
   *
   * @default 1
   */
  readonly growth?: number
}

/**
 * A cosine that begins anew each time that it would be down, over `steps`, `steps · growth`, `steps · growth²`, … steps
 * (Loshchilov and Hutter 2017). It never ends.
 *
 * @throws ArgumentError unless both rates are finite and not negative, `steps` is a positive integer and the growth at least 1.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.cosineRestarts(0.1, { steps: 10, growth: 2 })
 * console.log([0, 10, 30].map(rate)) // [0.1, 0.1, 0.1]
 *
 * @category Schedules
 * @since 0.1.0
 */
export const cosineRestarts = takes(
  'schedule.cosineRestarts',
  [
    {
      value: needs.nonNegative,
      options: needs.givenOptions({
        steps: needs.positiveInteger,
        to: needs.optional(needs.nonNegative),
        growth: needs.optional(needs.number),
      }),
    },
    { step: needs.step },
  ],
  () => cosineRestartsUnchecked,
)

const cosineRestartsUnchecked = (
  value: number,
  { steps, to = 0, growth = 1 }: CosineRestartsOptions,
): Schedule => {
  if (!(growth >= 1 && Number.isFinite(growth)))
    throw new ArgumentError(`A cosineRestarts schedule needs a finite growth >= 1, but was given ${growth}.`)
  return step => {
    if (growth === 1) return to + (value - to) * halfWave((step % steps) / steps)
    let [start, length] = [0, steps]
    while (step - start >= length) {
      start += length
      length *= growth
    }
    return to + (value - to) * halfWave((step - start) / length)
  }
}
