/**
 * Laws of metrics of numbers and of scores: that they do not depend on units, and compare what they say.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { fromValues, type Integers, type Shape, type Tensor, toValues } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { distinct, indices, lattice, tensors } from '../arbitraries.ts'
import { every, exact, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { type Metrics, metricsArgument, shipped } from './metric.ts'

type Labels = Integers<[number]>

const numbers: Arbitrary<readonly [Tensor<[number]>, Tensor<[number]>]> = fc
  .integer({ min: 2, max: 12 })
  .chain(n =>
    fc.tuple(distinct([n]) as Arbitrary<Tensor<[number]>>, tensors([n]) as Arbitrary<Tensor<[number]>>),
  )

/** Labels of both kinds, and scores with ties. */
const binary: Arbitrary<readonly [Labels, Tensor<[number]>]> = fc
  .integer({ min: 2, max: 12 })
  .chain(n =>
    fc
      .tuple(
        indices([n], 2) as Arbitrary<Labels>,
        tensors([n], { entries: fc.integer({ min: -3, max: 3 }) }) as Arbitrary<Tensor<[number]>>,
      )
      .filter(([labels]) => new Set(toValues(labels)).size === 2),
  )

const mapped = <S extends Shape>(x: Tensor<S>, f: (value: number) => number): Tensor<S> =>
  fromValues(x.shape, toValues(x).map(f), 'f64') as Tensor<S>

/**
 * Laws of the coefficient of determination.
 *
 * @category Laws
 * @since 0.1.0
 */
export const r2Laws = takes(
  'r2Laws',
  { metrics: metricsArgument },
  () =>
    (metrics: Metrics = shipped): LawSet =>
      lawSet('r2', [
        law('E10', 'R² is 1 for the targets themselves and 0 for their mean', [numbers], ([targets]) => {
          const mean = Array.from(toValues(targets)).reduce((sum, value) => sum + value, 0) / targets.shape[0]
          return every(
            exact(metrics.r2(targets)(targets), 1),
            summed(12, undefined, 1)(metrics.r2(targets)(mapped(targets, () => mean)), 0),
          )
        }),
        law(
          'E11',
          'R² is the same in other units, with another zero',
          [numbers, lattice, fc.constantFrom(-4, -0.5, 0.25, 2)],
          ([targets, predictions], shift, factor) => {
            const convert = (x: number) => factor * x + shift
            const plain = metrics.r2(targets)(predictions)
            // What is rounded is the sum of squares, which may be large beside that of the targets.
            return summed(
              12,
              undefined,
              1 + Math.abs(1 - plain),
            )(metrics.r2(mapped(targets, convert))(mapped(predictions, convert)), plain)
          },
        ),
        law(
          'E12',
          'R² compares squared errors with those of the mean',
          [numbers],
          ([targets, predictions]) => {
            const [ts, ys] = [Array.from(toValues(targets)), Array.from(toValues(predictions))]
            const mean = ts.reduce((sum, t) => sum + t, 0) / ts.length
            const squares = (guess: (i: number) => number) =>
              ts.reduce((sum, t, i) => sum + (t - guess(i)) ** 2, 0)
            const ratio = squares(i => ys[i]!) / squares(() => mean)
            return summed(12, undefined, 1 + ratio)(metrics.r2(targets)(predictions), 1 - ratio)
          },
        ),
      ]),
)

/**
 * Laws of the area under the curve.
 *
 * @category Laws
 * @since 0.1.0
 */
export const rocAucLaws = takes(
  'rocAucLaws',
  { metrics: metricsArgument },
  () =>
    (metrics: Metrics = shipped): LawSet =>
      lawSet('rocAuc', [
        law(
          'E13',
          'the area is the share of pairs in the right order, ties counting one half',
          [binary],
          ([labels, scores]) => {
            const [ls, xs] = [Array.from(toValues(labels)), Array.from(toValues(scores))]
            const pairs = xs.flatMap((x, i) =>
              ls[i] === 1 ? xs.flatMap((y, j) => (ls[j] === 0 ? [x > y ? 1 : x === y ? 0.5 : 0] : [])) : [],
            )
            return exact(
              metrics.rocAuc(labels)(scores),
              pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length,
            )
          },
        ),
        law(
          'E14',
          'the area is the same after any increasing map of the scores',
          [binary],
          ([labels, scores]) =>
            exact(metrics.rocAuc(labels)(mapped(scores, x => x ** 3 + 1)), metrics.rocAuc(labels)(scores)),
        ),
        law('E15', 'the area for the opposite scores is what is missing to 1', [binary], ([labels, scores]) =>
          summed()(metrics.rocAuc(labels)(mapped(scores, x => -x)), 1 - metrics.rocAuc(labels)(scores)),
        ),
      ]),
)
