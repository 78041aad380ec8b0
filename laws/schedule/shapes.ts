/**
 * The shapes of single schedules, and what they do past their ends.
 *
 * @module
 */
import fc from 'fast-check'
import { schedule } from '../../src/index.ts'
import { every, exact, holds, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { implementation, implementations } from '../contract.ts'

const values = fc.integer({ min: 1, max: 64 }).map(n => n / 64)
const counts = fc.integer({ min: 1, max: 500 })
const later = fc.nat(500)
const close = summed(64)

/**
 * Laws of `schedule.exponential`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const exponentialLaws = takes(
  'exponentialLaws',
  { exponential: implementation },
  () =>
    (exponential: typeof schedule.exponential = schedule.exponential): LawSet =>
      lawSet('exponential', [
        law(
          'S6',
          'it begins at its value, and each step multiplies by the factor',
          // So few steps that no rate is below the normal numbers, which have fewer digits there: 2⁻⁶ · 2⁻⁶ᵗ.
          [values, values, fc.nat(150)],
          (value, factor, t) => {
            const rate = exponential(value, { factor })
            return every(exact(rate(0), value), close(rate(t + 1), rate(t) * factor))
          },
        ),
      ]),
)

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

/**
 * Laws of `schedule.linear`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const linearLaws = takes(
  'linearLaws',
  { linear: implementation },
  () =>
    (linear: typeof schedule.linear = schedule.linear): LawSet =>
      lawSet('linear', [
        law(
          'S10',
          'it goes from one value to the other by equal amounts, and stays',
          [values, values, counts, later],
          (from, to, steps, t) => {
            const rate = linear({ from, to, steps })
            const at = t % steps
            return every(
              exact([rate(0), rate(steps), rate(steps + t)], [from, to, to]),
              summed(64, undefined, from + to)(rate(at + 1) - rate(at), (to - from) / steps),
            )
          },
        ),
        law('S11', 'a warm-up begins at 0', [values, counts], (to, steps) =>
          exact(linear({ to, steps })(0), 0),
        ),
      ]),
)

/**
 * Laws of `schedule.polynomial`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const polynomialLaws = takes(
  'polynomialLaws',
  { polynomial: implementation },
  () =>
    (polynomial: typeof schedule.polynomial = schedule.polynomial): LawSet =>
      lawSet('polynomial', [
        law('S12', 'with the power 1 it is a line', [values, values, counts, later], (value, to, steps, t) =>
          summed(
            64,
            undefined,
            value + to,
          )(polynomial(value, { steps, to })(t), schedule.linear({ from: value, to, steps })(t)),
        ),
        law(
          'S13',
          'powers of what is left multiply, and past the end it stays',
          [values, counts, fc.integer({ min: 1, max: 4 }), later],
          (value, steps, power, t) => {
            const line = polynomial(1, { steps })(t)
            const product = Array.from({ length: power }, () => line).reduce((x, y) => x * y, value)
            const rate = polynomial(value, { steps, power })
            return every(close(rate(t), product), exact(rate(steps + t), 0))
          },
        ),
      ]),
)

type Piecewise = Pick<typeof schedule, 'piecewise' | 'milestones'>

const changes = fc
  .uniqueArray(fc.nat(400), { minLength: 1, maxLength: 4 })
  .map(found => found.toSorted((a, b) => a - b))

/** A step, the one before, if there is one, and the one after: whatever changes there changes between them. */
const beside = (t: number): readonly number[] => [t - 1, t, t + 1].filter(step => step >= 0)

/**
 * Laws of `schedule.piecewise` and `schedule.milestones`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const piecewiseLaws = takes(
  'piecewiseLaws',
  { schedules: implementations('piecewise', 'milestones') },
  () =>
    ({ piecewise, milestones }: Piecewise = schedule): LawSet =>
      lawSet('piecewise', [
        law(
          'S14',
          'a value holds from its change on up to the next',
          [changes, fc.array(values, { minLength: 5, maxLength: 5 }), later],
          (at, all, t) => {
            const about = [...at.flatMap(beside), t]
            return exact(
              about.map(piecewise(all.slice(0, at.length + 1), { at })),
              about.map(step => all[at.filter(change => change <= step).length]),
            )
          },
        ),
        law(
          'S15',
          'milestones are pieces, each times the factor',
          [changes, values, values, later],
          (at, value, factor, t) => {
            const pieces = Array.from({ length: at.length + 1 }, (_, n) => value * factor ** n)
            const about = [...at.flatMap(beside), t]
            return exact(about.map(milestones(value, { at, factor })), about.map(piecewise(pieces, { at })))
          },
        ),
      ]),
)

/**
 * Laws of `schedule.join`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const joinLaws = takes(
  'joinLaws',
  { join: implementation },
  () =>
    (join: typeof schedule.join = schedule.join): LawSet =>
      lawSet('join', [
        law(
          'S16',
          'each schedule begins anew where the one before ends',
          [counts, counts, later],
          (first, second, t) => {
            const parts = [(s: number) => s, (s: number) => 1000 + s, (s: number) => 2000 + s]
            const rate = join({ at: [first, first + second] })(parts)
            const own = (count: number): readonly number[] => [0, t % count, count - 1]
            return exact(
              [
                own(first).map(rate),
                own(second).map(step => rate(first + step)),
                [0, t].map(step => rate(first + second + step)),
              ],
              [own(first), own(second).map(step => 1000 + step), [2000, 2000 + t]],
            )
          },
        ),
        law('S17', 'join of one schedule is that schedule', [later], t =>
          exact(join({ at: [] })([schedule.constant(0.5)])(t), 0.5),
        ),
      ]),
)

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
