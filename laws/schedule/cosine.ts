/**
 * Laws of cosine schedules, with and without restarts.
 *
 * @module
 */
import fc from 'fast-check'
import { schedule } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every, exact, holds, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { close, counts, later, values } from './samples.ts'

/**
 * Laws of `schedule.cosine`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const cosineLaws = takes(
  'cosineLaws',
  { cosine: implementation },
  () =>
    (cosine: typeof schedule.cosine = schedule.cosine): LawSet =>
      lawSet('cosine', [
        law(
          'S7',
          'it begins at its value, is at the mean halfway, ends where it goes, and stays there',
          [values, values, counts, later],
          (value, to, half, t) => {
            const rate = cosine(value, { steps: 2 * half, to })
            return every(
              close(rate(0), value),
              close(rate(half), (value + to) / 2),
              exact([rate(2 * half), rate(2 * half + t)], [to, to]),
            )
          },
        ),
        law(
          'S8',
          'what it has lost before the middle it loses after it, and it never turns',
          [values, counts, later],
          (value, steps, t) => {
            const rate = cosine(value, { steps })
            const at = t % steps
            return every(
              summed(64, undefined, value)(rate(at) + rate(steps - at), value),
              holds(rate(at + 1) <= rate(at), rate(at + 1), rate(at)),
            )
          },
        ),
      ]),
)

/**
 * Laws of `schedule.cosineRestarts`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const restartsLaws = takes(
  'restartsLaws',
  { restarts: implementation },
  () =>
    (restarts: typeof schedule.cosineRestarts = schedule.cosineRestarts): LawSet =>
      lawSet('cosineRestarts', [
        law(
          'S9',
          'each time it is a cosine from its value, over so many times as many steps',
          [values, values, counts, fc.integer({ min: 1, max: 3 }), fc.nat(4), later],
          (value, to, steps, growth, cycles, t) => {
            const lengths = Array.from({ length: cycles + 1 }, (_, i) => steps * growth ** i)
            const length = lengths[cycles] as number
            const start = lengths.slice(0, cycles).reduce((sum, n) => sum + n, 0)
            const at = t % length
            return exact(
              restarts(value, { steps, to, growth })(start + at),
              schedule.cosine(value, { steps: length, to })(at),
            )
          },
        ),
      ]),
)
