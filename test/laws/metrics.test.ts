import { describe, test } from 'vitest'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { metricCatalogue } from '../../laws/catalogue/metrics.ts'
import { registerLaws } from '../../laws/index.ts'
import {
  accuracyLaws,
  classificationLaws,
  classifierMetricLaws,
  logLossLaws,
  type Metrics,
  shipped,
} from '../../laws/metric/metric.ts'
import { r2Laws, rocAucLaws } from '../../laws/metric/numbers.ts'
import * as pullback from '../../src/index.ts'
import { fromValues, type Integers, type Tensor, toValues } from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

for (const [name, set] of lawSetsOf(metricCatalogue)) describe(name, () => registerLaws(set, test))

const without = (wrong: Partial<Metrics>): Metrics => ({ ...shipped, ...wrong })

/** The same numbers for each class but those of the first. */
const scaled = (x: Tensor<[number]>, factor: number): Tensor<[number]> =>
  fromValues(
    [x.shape[0]],
    toValues(x).map(value => value * factor),
    'f64',
  )

const transposed = (m: Integers<[number, number]>): Integers<[number, number]> => {
  const [n, values] = [m.shape[0], toValues(m)]
  return fromValues(
    [n, n],
    Int32Array.from(values, (_, i) => values[(i % n) * n + Math.floor(i / n)]!),
    'i32',
  )
}

const mutants: readonly Mutant[] = [
  {
    name: 'an accuracy that counts the last example twice',
    mutant: classifierMetricLaws(
      'accuracy',
      labels => scores => {
        const n = labels.shape[0]
        const again = fromValues<number, [number], 'i32'>(
          [n + 1],
          [...toValues(labels), toValues(labels)[n - 1]!],
          'i32',
        )
        const row = Array.from(toValues(scores)).slice(-4)
        return pullback.accuracy(again)(fromValues([n + 1, 4], [...toValues(scores), ...row], 'f64'))
      },
      1,
    ),
    twin: classifierMetricLaws('accuracy', pullback.accuracy, 1),
    killedBy: ['E1'],
    survives: ['E2'],
  },
  {
    name: 'a top-k accuracy with one class too many',
    mutant: accuracyLaws(
      without({
        topKAccuracy: k => labels => scores => pullback.topKAccuracy(Math.min(k + 1, 4))(labels)(scores),
      }),
    ),
    twin: accuracyLaws(),
    killedBy: ['E4'],
    survives: ['E3'],
  },
  {
    name: 'a confusion matrix with rows and columns exchanged',
    mutant: classificationLaws(
      without({
        confusionMatrix: (labels => (scores: never) =>
          transposed(pullback.confusionMatrix(labels)(scores))) as typeof pullback.confusionMatrix,
      }),
    ),
    twin: classificationLaws(),
    killedBy: ['E5'],
  },
  {
    name: 'precision and recall exchanged in one place only',
    mutant: classificationLaws(without({ precision: pullback.recall })),
    twin: classificationLaws(),
    killedBy: ['E6', 'E8'],
  },
  {
    name: 'an F1 that is half of what it should be',
    mutant: classificationLaws(
      without({
        classificationReport: (() => labels => (scores: never) => {
          const report = pullback.classificationReport()(labels)(
            scores,
          ) as pullback.ClassificationReport<number>
          return { ...report, f1: scaled(report.f1, 0.5) }
        }) as typeof pullback.classificationReport,
      }),
    ),
    twin: classificationLaws(),
    killedBy: ['E7', 'E8'],
  },
  {
    name: 'a log loss in bits',
    mutant: logLossLaws(without({ logLoss: labels => p => pullback.logLoss(labels)(p) / Math.LN2 })),
    twin: logLossLaws(),
    killedBy: ['E9'],
  },
  {
    name: 'an R² that compares with 0 instead of the mean',
    mutant: r2Laws(
      without({
        r2: targets => predictions => {
          const [ts, ys] = [toValues(targets), toValues(predictions)]
          const squares = (f: (i: number) => number) =>
            Array.from(ts).reduce((sum, _, i) => sum + f(i) ** 2, 0)
          return 1 - squares(i => ts[i]! - ys[i]!) / squares(i => ts[i]!)
        },
      }),
    ),
    twin: r2Laws(),
    killedBy: ['E10', 'E11', 'E12'],
  },
  {
    name: 'an area that counts ties as wrong',
    mutant: rocAucLaws(
      without({
        rocAuc: labels => scores => {
          const ls = toValues(labels)
          // A hair for every positive example, downwards.
          return pullback.rocAuc(labels)(
            fromValues(
              scores.shape,
              toValues(scores).map((x, i) => x - ls[i]! * 1e-6),
              'f64',
            ),
          )
        },
      }),
    ),
    twin: rocAucLaws(),
    killedBy: ['E13', 'E15'],
  },
]

describe('mutants', () => testMutants(mutants))
