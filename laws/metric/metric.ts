/**
 * Laws of metrics: figures that do not depend on the order of the examples, are best where everything is right,
 * and mean what they say.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  accuracy,
  classificationReport,
  confusionMatrix,
  f1,
  fromValues,
  type Integers,
  item,
  logLoss,
  oneHot,
  precision,
  r2,
  recall,
  rocAuc,
  smooth,
  softmaxCrossEntropy,
  type Tensor,
  takeRows,
  toNested,
  topKAccuracy,
  toValues,
} from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { distinct, indices } from '../arbitraries.ts'
import { every, exact, summed } from '../close.ts'
import { implementations } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'

type Labels = Integers<[number]>
type Scores = Tensor<[number, number]>
type Metric = (labels: Labels) => (predictions: Scores) => number

/** The metrics as they are. */
export const shipped = {
  accuracy,
  classificationReport,
  confusionMatrix,
  f1,
  logLoss,
  precision,
  r2,
  recall,
  rocAuc,
  topKAccuracy,
}

/** The metrics, which a mutant may replace one by one. */
export type Metrics = typeof shipped

/** Other implementations of the metrics. */
export const metricsArgument = implementations(...Object.keys(shipped))

const classes = 4

/** Examples with labels and scores without ties. */
const examples: Arbitrary<readonly [Labels, Scores]> = fc
  .integer({ min: 1, max: 12 })
  .chain(n =>
    fc.tuple(indices([n], classes) as Arbitrary<Labels>, distinct([n, classes]) as Arbitrary<Scores>),
  )

const softmaxOf = (scores: Scores): Scores => smooth.softmax(scores)[0] as Scores

const ordersOf = (n: number): Arbitrary<Labels> =>
  distinct([n]).map(x => {
    const values = Array.from(toValues(x))
    return fromValues<number, [number], 'i32'>(
      [n],
      values.toSorted((a, b) => a - b).map(value => values.indexOf(value)),
      'i32',
    )
  })

const shuffledExamples = examples.chain(([labels, scores]) =>
  fc.tuple(fc.constant(labels), fc.constant(scores), ordersOf(labels.shape[0])),
)

/** Scores that say what the labels are. */
const perfect = (labels: Labels): Scores => oneHot(classes, { dtype: 'f64' })(labels) as Scores

/** The classes that the scores predict, as labels. */
const predicted = (scores: Scores): Labels =>
  fromValues(
    [scores.shape[0]],
    (toNested(scores) as readonly (readonly number[])[]).map(row => row.indexOf(Math.max(...row))),
    'i32',
  )

const diagonal = (matrix: Integers<[number, number]>): number =>
  (toNested(matrix) as readonly (readonly number[])[]).reduce((sum, row, i) => sum + row[i]!, 0)

/**
 * The laws that every metric of scores obeys; perfect predictions have the figure `best`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const classifierMetricLaws = takes(
  'classifierMetricLaws',
  { name: needs.text, metric: needs.fn, best: needs.finite },
  () =>
    (name: string, metric: Metric, best: number): LawSet =>
      lawSet(name, [
        law(
          'E1',
          'the order of the examples does not matter',
          [shuffledExamples],
          ([labels, scores, order]) =>
            summed(12)(
              metric(takeRows(order)(labels) as Labels)(softmaxOf(takeRows(order)(scores) as Scores)),
              metric(labels)(softmaxOf(scores)),
            ),
        ),
        law('E2', 'predictions that are all right have the best figure', [examples], ([labels]) => {
          const everyClass = fromValues<number, [number], 'i32'>(
            [labels.shape[0] + classes],
            [...toValues(labels), 0, 1, 2, 3],
            'i32',
          )
          return exact(metric(everyClass)(perfect(everyClass)), best)
        }),
      ]),
)

/**
 * Laws of accuracy, of one class or several.
 *
 * @category Laws
 * @since 0.1.0
 */
export const accuracyLaws = takes(
  'accuracyLaws',
  { metrics: metricsArgument },
  () =>
    (metrics: Metrics = shipped): LawSet =>
      lawSet('accuracy', [
        law(
          'E3',
          'accuracy is the share on the diagonal of the confusion matrix',
          [examples],
          ([labels, scores]) =>
            exact(
              metrics.accuracy(labels)(scores),
              diagonal(metrics.confusionMatrix(labels)(scores)) / labels.shape[0],
            ),
        ),
        law(
          'E4',
          'with one class top-k accuracy is accuracy, with all it is 1, and with one more it falls never',
          [examples],
          ([labels, scores]) => {
            const found = [1, 2, 3, 4].map(k => metrics.topKAccuracy(k)(labels)(scores))
            return every(
              exact(found[0], metrics.accuracy(labels)(scores)),
              exact(found[3], 1),
              exact(
                found,
                found.toSorted((a, b) => a - b),
              ),
            )
          },
        ),
      ]),
)

/**
 * Laws of what is counted for each class.
 *
 * @category Laws
 * @since 0.1.0
 */
export const classificationLaws = takes(
  'classificationLaws',
  { metrics: metricsArgument },
  () =>
    (metrics: Metrics = shipped): LawSet =>
      lawSet('classification', [
        law(
          'E5',
          'the rows of the confusion matrix count the examples of each class, and its columns what was taken for each',
          [examples],
          ([labels, scores]) => {
            const matrix = toNested(metrics.confusionMatrix(labels)(scores)) as readonly (readonly number[])[]
            const count = (xs: Labels) =>
              Array.from({ length: classes }, (_, c) => toValues(xs).filter(x => x === c).length)
            return every(
              exact(
                matrix.map(row => row.reduce((sum, n) => sum + n, 0)),
                count(labels),
              ),
              exact(
                Array.from({ length: classes }, (_, c) => matrix.reduce((sum, row) => sum + row[c]!, 0)),
                count(predicted(scores)),
              ),
            )
          },
        ),
        law(
          'E6',
          'precision is the recall of the labels among the predictions',
          [examples],
          ([labels, scores]) =>
            every(
              exact(
                metrics.classificationReport()(labels)(scores).precision,
                metrics.classificationReport()(predicted(scores))(perfect(labels)).recall,
              ),
              exact(
                metrics.precision('macro')(labels)(scores),
                metrics.recall('macro')(predicted(scores))(perfect(labels)),
              ),
            ),
        ),
        law('E7', 'F1 is the harmonic mean of precision and recall', [examples], ([labels, scores]) => {
          const { precision, recall, f1 } = metrics.classificationReport()(labels)(scores)
          const [ps, rs] = [toValues(precision), toValues(recall)]
          const means = Array.from(ps, (p, c) => (p + rs[c]! === 0 ? 0 : (2 * p * rs[c]!) / (p + rs[c]!)))
          return summed()(Array.from(toValues(f1)), means)
        }),
        law(
          'E8',
          'macro averages are means over the classes that occur, micro averages accuracy',
          [examples],
          ([labels, scores]) => {
            const report = metrics.classificationReport()(labels)(scores)
            const occurring = new Set([...toValues(labels), ...toValues(predicted(scores))])
            return every(
              ...(['precision', 'recall', 'f1'] as const).flatMap(name => {
                const each = [0, 1, 2, 3].map(c => metrics[name]({ class: c })(labels)(scores))
                return [
                  exact(each, Array.from(toValues(report[name]))),
                  summed(classes)(
                    metrics[name]('macro')(labels)(scores),
                    each.reduce((sum, x, c) => sum + (occurring.has(c) ? x : 0), 0) / occurring.size,
                  ),
                  exact(metrics[name]('micro')(labels)(scores), metrics.accuracy(labels)(scores)),
                ]
              }),
            )
          },
        ),
      ]),
)

/**
 * Laws of the logarithmic score.
 *
 * @category Laws
 * @since 0.1.0
 */
export const logLossLaws = takes(
  'logLossLaws',
  { metrics: metricsArgument },
  () =>
    (metrics: Metrics = shipped): LawSet =>
      lawSet('logLoss', [
        law(
          'E9',
          'the log loss of softmax is the loss that training makes small',
          [examples],
          ([labels, scores]) =>
            summed(12 * classes)(
              metrics.logLoss(labels)(softmaxOf(scores)),
              item(softmaxCrossEntropy()(labels)(scores)[0]),
            ),
        ),
      ]),
)
