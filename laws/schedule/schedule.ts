/**
 * The laws of schedules.
 *
 * @module
 */
import fc from 'fast-check'
import { schedule } from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { exact, holds } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'

const farthest = 100_000
const steps = fc.nat(farthest)
const values = fc.integer({ min: 0, max: 64 }).map(n => n / 64)
const periods = fc.integer({ min: 1, max: 1000 })

/**
 * What there is to say of a schedule besides the schedule itself.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface ScheduleLawOptions {
  /** The last step that has a rate. Defaults to none. */
  readonly last?: number
}

/**
 * The laws of a schedule: a function of the step that optimisers can take.
 *
 * @example
 * import { schedule } from 'pullback'
 * import { checkLaws, scheduleLaws } from 'pullback/laws'
 * checkLaws(scheduleLaws('halving', schedule.step(0.1, { every: 100, factor: 0.5 })))
 *
 * @category Laws
 * @since 0.1.0
 */
export const scheduleLaws = takes(
  'scheduleLaws',
  { name: needs.text, rate: needs.fn, options: needs.options({ last: needs.positiveInteger }) },
  () =>
    (name: string, rate: schedule.Schedule, { last = farthest }: ScheduleLawOptions = {}): LawSet => {
      const steps = fc.nat(last)
      return lawSet(name, [
        law('S1', 'every step has a rate that is finite and not negative', [steps], step =>
          holds(Number.isFinite(rate(step)) && rate(step) >= 0, rate(step), 'finite and at least 0'),
        ),
        law('S2', 'the rate is a function of the step', [steps, steps], (step, other) => {
          const first = rate(step)
          rate(other)
          return exact(rate(step), first)
        }),
      ])
    },
)

/**
 * Laws of `schedule.constant`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const constantScheduleLaws = takes(
  'constantScheduleLaws',
  { constant: implementation },
  () =>
    (constant: typeof schedule.constant = schedule.constant): LawSet =>
      lawSet('constant', [
        law('S3', 'every step has the same rate', [values, steps], (value, step) =>
          exact(constant(value)(step), value),
        ),
      ]),
)

/**
 * Laws of `schedule.step`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const stepScheduleLaws = takes(
  'stepScheduleLaws',
  { step: implementation },
  () =>
    (step: typeof schedule.step = schedule.step): LawSet =>
      lawSet('step', [
        law('S4', 'it begins at its value', [values, periods, values], (value, period, factor) =>
          exact(step(value, { every: period, factor })(0), value),
        ),
        law(
          'S5',
          'it stays for so many steps, and is then times the factor',
          [values, periods, fc.nat(100), fc.nat(999)],
          (value, period, before, t) => {
            const rate = step(value, { every: period, factor: 0.5 })
            const start = before * period
            return exact(
              [rate(start + (t % period)), rate(start + period - 1), rate(start + period)],
              [rate(start), rate(start), rate(start) * 0.5],
            )
          },
        ),
      ]),
)
