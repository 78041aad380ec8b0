/**
 * Laws of the loss of margins.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type HingeOptions,
  hinge as hingeLoss,
  type Integers,
  type Loss,
  op,
  toValues,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { close, features, labels, type Matrix, matrices, mean, number, rowsIn, widths } from './samples.ts'

type Hinge = (options?: HingeOptions) => Loss<Matrix, Integers<[number]>>

/**
 * Laws of margins; by default of `hinge`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const hingeLaws = takes(
  'hingeLaws',
  { hinge: implementation },
  () =>
    (hinge: Hinge = hingeLoss): LawSet =>
      lawSet('hinge', [
        law(
          'L18',
          'it is Σ max(0, margin - x[label] + x[j])^power / classes over the other classes',
          [matrices, labels, widths, fc.constantFrom(1 as const, 2 as const)],
          (x, of, margin, power) => {
            const own = rowsIn(x).map((row, i) => {
              const label = toValues(of)[i] as number
              const terms = row.map((score, j) =>
                j === label ? 0 : Math.max(0, margin - (row[label] as number) + score) ** power,
              )
              return terms.reduce((sum, term) => sum + term, 0) / features
            })
            return close(number(hinge({ margin, power })(of)(x as Matrix)[0]), mean(own))
          },
        ),
        law('L19', 'all scores may move together', [matrices, labels], (x, of) =>
          close(number(hinge()(of)(op.shift(2)(x) as Matrix)[0]), number(hinge()(of)(x as Matrix)[0])),
        ),
      ]),
)
