/**
 * Laws of schedules that decay: exponential, linear and polynomial ones, and what they do past their ends.
 *
 * @module
 */
import fc from 'fast-check'
import { schedule } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every, exact, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { close, counts, later, values } from './samples.ts'

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
