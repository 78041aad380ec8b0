/**
 * A rate that falls to 0 as a power of what is left.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import type { Schedule } from './schedule.ts'

/**
 * How a power falls.
 *
 * @category Schedules
 * @since 0.1.0
 */
export interface PolynomialOptions {
  /** After how many steps it is down. */
  readonly steps: number
  /** The power. Defaults to 1, a straight line. */
  readonly power?: number
  /**
   * Where it goes. Defaults to 0.
   *
   * @default 0
   */
  readonly to?: number
}

/**
 * `to + (value - to) · (1 - step / steps)^power`. After its last step it stays at `to`.
 *
 * @throws ArgumentError unless both rates are finite and not negative, `steps` is a positive integer and the power finite and
 * positive.
 *
 * @example
 * import { schedule } from 'pullback'
 * const rate = schedule.polynomial(0.1, { steps: 1000, power: 2 })
 *
 * @category Schedules
 * @since 0.1.0
 */
export const polynomial = takes(
  'schedule.polynomial',
  [
    {
      value: needs.nonNegative,
      options: needs.givenOptions({
        steps: needs.positiveInteger,
        power: needs.optional(needs.positive),
        to: needs.optional(needs.nonNegative),
      }),
    },
    { step: needs.step },
  ],
  () => polynomialUnchecked,
)

const polynomialUnchecked = (value: number, { steps, power = 1, to = 0 }: PolynomialOptions): Schedule => {
  return step => to + (value - to) * (1 - Math.min(step / steps, 1)) ** power
}
