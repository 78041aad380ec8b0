/**
 * Laws of schedules in pieces: rates that change at given steps, and schedules one after the other.
 *
 * @module
 */
import fc from 'fast-check'
import { schedule } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { exact } from '../close.ts'
import { implementation, implementations } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { counts, later, values } from './samples.ts'

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
