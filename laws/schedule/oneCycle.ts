/**
 * Laws of the schedule of one cycle.
 *
 * @module
 */
import fc from 'fast-check'
import { schedule } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every, holds } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { close, later, values } from './samples.ts'

/**
 * Laws of `schedule.oneCycle`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const oneCycleLaws = takes(
  'oneCycleLaws',
  { oneCycle: implementation },
  () =>
    (oneCycle: typeof schedule.oneCycle = schedule.oneCycle): LawSet => {
      const ways = fc.constantFrom('cosine' as const, 'line' as const)
      return lawSet('oneCycle', [
        law(
          'S18',
          'it rises from peak / divisor to the peak, and falls to that over the last divisor',
          [values, fc.integer({ min: 4, max: 200 }), ways],
          (peak, quarter, along) => {
            const steps = 4 * quarter
            const rate = oneCycle(peak, { steps, rise: 0.25, divisor: 16, lastDivisor: 64, along })
            return every(
              close(rate(0), peak / 16),
              close(rate(quarter - 1), peak),
              close(rate(steps - 1), peak / 1024),
            )
          },
        ),
        law(
          'S19',
          'past its last step it throws, and says so',
          [fc.integer({ min: 10, max: 200 }), later],
          (steps, t) => {
            const rate = oneCycle(1, { steps })
            return every(
              holds(Number.isFinite(rate(steps - 1)), rate(steps - 1), 'finite'),
              refused('ArgumentError', () => rate(steps)),
              refused('ArgumentError', () => rate(steps + t)),
            )
          },
        ),
        law(
          'S20',
          'it never leaves the way between its ends',
          [values, fc.integer({ min: 10, max: 200 }), ways, later],
          (peak, steps, along, t) => {
            const rate = oneCycle(peak, { steps, along })(t % steps)
            return holds(rate > 0 && rate <= peak * (1 + 2 ** -50), rate, [0, peak])
          },
        ),
      ])
    },
)
