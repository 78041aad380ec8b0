/**
 * Metrics in plain numbers: what each counts, by its definition, also of one output, ties and classes that occur nowhere.
 *
 * @module
 */
import fc from 'fast-check'
import { fromValues, type Tensor, toValues } from '../../src/index.ts'
import { every, exact, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { type Metrics, shipped } from './metric.ts'
import {
  accuracyOf,
  best,
  binary,
  cases,
  column,
  figuresOf,
  type Labels,
  labelsOf,
  matrixOf,
  mean,
  names,
  rowsOf,
} from './outcomes.ts'

/** Laws of metrics of classes in plain numbers. */
export const countLaws = (metrics: Metrics = shipped): LawSet =>
  lawSet('metrics in plain numbers', [
    law(
      'E16',
      'the confusion matrix counts the examples of each pair of classes, the first of the largest scores being the prediction',
      [cases],
      ({ classes, labels, scores }) =>
        exact(
          rowsOf(metrics.confusionMatrix(labelsOf(labels))(matrixOf(scores, classes))),
          Array.from({ length: classes }, (_, label) =>
            Array.from(
              { length: classes },
              (_, c) => labels.filter((own, i) => own === label && best(scores[i]!) === c).length,
            ),
          ),
        ),
    ),
    law(
      'E17',
      'an example is among the k best if fewer than k classes are ahead of its own: larger, or as large and before it',
      [cases, fc.nat(4)],
      ({ classes, labels, scores }, more) => {
        const k = 1 + (more % classes)
        const right = labels.filter((label, i) => {
          const row = scores[i]!
          return row.filter((s, c) => s > row[label]! || (s === row[label]! && c < label)).length < k
        })
        return exact(
          metrics.topKAccuracy(k)(labelsOf(labels))(matrixOf(scores, classes)),
          right.length / labels.length,
        )
      },
    ),
    law(
      'E18',
      'precision, recall, F1 and support are those of their definitions, 0 / 0 being what is asked for',
      [cases, fc.constantFrom(undefined, 0, 1, Number.NaN)],
      ({ classes, labels, scores }, zero) => {
        const figures = figuresOf(labels, scores.map(best), classes, zero ?? 0)
        const [given, predictions] = [labelsOf(labels), matrixOf(scores, classes)]
        const options = zero === undefined ? [] : [{ zeroDivision: zero }]
        const report = metrics.classificationReport(...(options as []))(given)(predictions)
        const bits = (xs: readonly number[]) => xs.map(x => (Number.isNaN(x) ? -7 : x))
        return every(
          exact(
            Array.from(toValues(report.support)),
            figures.map(({ support }) => support),
          ),
          exact(accuracyOf(labels, scores), metrics.accuracy(given)(predictions)),
          ...names.flatMap(name => {
            const each = figures.map(figure => figure[name])
            const counted = figures.filter(({ occurs }) => occurs).map(figure => figure[name])
            const kept = counted.filter(x => !Number.isNaN(x))
            const metric = (averaging: unknown) =>
              metrics[name](averaging as 'macro', ...(options as []))(given)(predictions)
            return [
              exact(bits(Array.from(toValues(report[name]))), bits(each)),
              exact(bits(each.map((_, c) => metric({ class: c }))), bits(each)),
              summed(classes)(bits([metric('macro')])[0]!, bits([mean(kept)])[0]!),
              exact(metric('micro'), accuracyOf(labels, scores)),
              refused('ArgumentError', () => metric({ class: classes })),
            ]
          }),
        )
      },
    ),
    law(
      'E19',
      'one output is the probability of the second class, which is predicted above one half',
      [binary, fc.boolean(), fc.boolean()],
      ([labels, outputs], isColumn, isFloat) => {
        const n = labels.length
        const shape = (isColumn ? [n, 1] : [n]) as [number]
        const x = fromValues<number, [number], 'f64'>(shape, outputs, 'f64') as Tensor<[number]>
        const given = (
          isFloat ? fromValues<number, [number], 'f64'>(shape, labels, 'f64') : labelsOf(labels)
        ) as Labels
        const predicted = outputs.map(p => (p > 0.5 ? 1 : 0))
        const right = labels.filter((label, i) => label === predicted[i]).length / n
        const costs = labels.map((t, i) => -Math.log(t === 1 ? outputs[i]! : 1 - outputs[i]!))
        const loss = metrics.logLoss(given)(x)
        const figures = figuresOf(labels, predicted, 2, 0)
        return every(
          exact(metrics.accuracy(given)(x), right),
          exact(
            rowsOf(metrics.confusionMatrix(given)(x)),
            [0, 1].map(t =>
              [0, 1].map(c => labels.filter((own, i) => own === t && predicted[i] === c).length),
            ),
          ),
          costs.includes(Infinity) ? exact(loss === Infinity ? 1 : 0, 1) : summed(n)(loss, mean(costs)),
          ...names.map(name => exact(metrics[name]({ class: 1 })(given)(x), figures[1]![name])),
        )
      },
    ),
    law(
      'E20',
      'the log loss is the mean of -log of the probability of each label',
      [cases],
      ({ classes, labels, scores }) => {
        const probabilities = scores.map(row => {
          const weights = row.map(s => s + 2)
          const total = weights.reduce((sum, w) => sum + w, 0)
          return weights.map(w => w / total)
        })
        return summed(12)(
          metrics.logLoss(labelsOf(labels))(matrixOf(probabilities, classes)),
          mean(labels.map((label, i) => -Math.log(probabilities[i]![label]!))),
        )
      },
    ),
    law(
      'E21',
      'the area takes two scores by their difference, and one as it is',
      [cases, fc.boolean()],
      ({ labels, scores }, isColumn) => {
        const [both, n] = [labels.map(label => label % 2), labels.length]
        const differences = scores.map(row => row[1]! - row[0]!)
        const pairs = differences.flatMap((x, i) =>
          differences.flatMap((y, j) =>
            both[i] === 1 && both[j] === 0 ? [x > y ? 1 : x === y ? 0.5 : 0] : [],
          ),
        )
        const areas = () => [
          metrics.rocAuc(labelsOf(both))(
            matrixOf(
              scores.map(row => row.slice(0, 2)),
              2,
            ),
          ),
          metrics.rocAuc(labelsOf(both))(
            fromValues<number, [number], 'f64'>((isColumn ? [n, 1] : [n]) as [number], differences, 'f64'),
          ),
        ]
        return pairs.length === 0
          ? refused('ArgumentError', areas)
          : exact(areas(), [mean(pairs), mean(pairs)])
      },
    ),
    law(
      'E22',
      'infinite scores have a rank, and two equal ones no difference',
      [fc.constantFrom(Infinity, -Infinity)],
      x =>
        every(
          exact(metrics.rocAuc(labelsOf([0, 1]))(column([0, x])), x > 0 ? 1 : 0),
          exact(
            metrics.rocAuc(labelsOf([0, 1, 1]))(
              matrixOf(
                [
                  [0, 0],
                  [x, x],
                  [0, 1],
                ],
                2,
              ),
            ),
            0.75,
          ),
        ),
    ),
    law(
      'E23',
      'R² has no unit: also of numbers whose squares are too large or too small',
      [fc.integer({ min: -1020, max: 1020 })],
      exponent => {
        const scaled = (xs: readonly number[]) => column(xs.map(x => x * 2 ** exponent))
        return exact(metrics.r2(scaled([1, 2, 3]))(scaled([1, 2, 2])), 0.5)
      },
    ),
    law('E24', 'what has no figure is refused', [fc.nat(1), fc.nat(3)], (label, place) => {
      const [few, scores] = [
        labelsOf([0, 1]),
        matrixOf(
          [
            [1, 0],
            [0, 1],
          ],
          2,
        ),
      ]
      const none = fromValues<number, [number, number], 'f64'>([0, 2], [], 'f64')
      const spoilt = (value: number) =>
        fromValues<number, [number, number], 'f64'>(
          [2, 2],
          [1, 0, 0, 1].map((x, i) => (i === place ? value : x)),
          'f64',
        )
      const of = [
        metrics.accuracy,
        metrics.confusionMatrix,
        metrics.topKAccuracy(1),
        metrics.classificationReport(),
        metrics.precision('macro'),
        metrics.logLoss,
      ] as readonly ((labels: unknown) => (scores: unknown) => unknown)[]
      return every(
        ...of.flatMap(metric => [
          refused('ArgumentError', () => metric(few)(spoilt(Number.NaN))),
          refused('IndexError', () => metric(labelsOf([label, 2]))(scores)),
          refused('IndexError', () => metric(labelsOf([label, -1]))(scores)),
          refused('ShapeError', () => metric(labelsOf([0, 1, label]))(scores)),
          refused('ShapeError', () => metric(labelsOf([]))(none)),
        ]),
        refused('ArgumentError', () => metrics.logLoss(few)(spoilt(1.5))),
        refused('ArgumentError', () => metrics.logLoss(few)(spoilt(-0.5))),
        ...[-0.1, 1.1, Number.NaN].flatMap(p =>
          [metrics.accuracy, metrics.logLoss].map(metric =>
            refused('ArgumentError', () => metric(few)(column([p, 0.5]))),
          ),
        ),
        refused('IndexError', () => metrics.accuracy(labelsOf([0, 2]))(column([1, 0.5]))),
        refused('ShapeError', () => metrics.accuracy(labelsOf([0]))(column([1, 0.5]))),
        refused('ShapeError', () => metrics.accuracy(labelsOf([]))(column([]))),
        ...[0, 3, 1.5].map(k => refused('ArgumentError', () => metrics.topKAccuracy(k)(few)(scores))),
        ...[0.5, 2, -1].map(zeroDivision =>
          refused('ArgumentError', () => metrics.precision('macro', { zeroDivision })(few)(scores)),
        ),
        refused('ArgumentError', () => metrics.rocAuc(labelsOf([label, label]))(column([1, 2]))),
        refused('ArgumentError', () => metrics.rocAuc(few)(column([1, Number.NaN]))),
        refused('ShapeError', () =>
          metrics.rocAuc(few)(
            matrixOf(
              [
                [1, 2, 3],
                [1, 2, 3],
              ],
              3,
            ),
          ),
        ),
        refused('ArgumentError', () => metrics.r2(column([1, 1]))(column([1, 2]))),
        refused('ArgumentError', () => metrics.r2(column([1, 2]))(column([1, Infinity]))),
        refused('ArgumentError', () => metrics.r2(column([1, Number.NaN]))(column([1, 2]))),
        refused('ShapeError', () => metrics.r2(column([]))(column([]))),
        refused('ShapeError', () => metrics.r2(column([1, 2]))(column([1, 2, 3]))),
      )
    }),
  ])
