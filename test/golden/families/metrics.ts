import { expect } from 'vitest'
import {
  accuracy,
  classificationReport,
  confusionMatrix,
  f1,
  item,
  logLoss,
  meanSquaredError,
  oneHot,
  precision,
  r2,
  recall,
  rocAuc,
  type Tensor,
  topKAccuracy,
} from '../../../src/index.ts'
import { only, plain, unknown } from '../family.ts'
import { type Arrays, expectNear, expectStored, floats, read, type Stored } from '../golden.ts'

interface MetricCase {
  readonly name: string
  readonly config: { readonly metric: string; readonly num_classes: number; readonly k: number }
  readonly inputs: Arrays
  readonly expected: Arrays
}

/** What the library gives for a case, under the names of the reference. */
const figuresOf = ({ config, inputs }: MetricCase): { readonly [name: string]: unknown } => {
  const on = (name: string): never => read(inputs[name]!) as never
  const hot = (name: string): Tensor<[number, number]> =>
    oneHot(config.num_classes, { dtype: 'f64' })(on(name))
  /** Rows with a number for each class. */
  const rows = (name: string): never => {
    only('number of classes', inputs[name]!.shape[1], config.num_classes)
    return on(name)
  }
  switch (config.metric) {
    case 'accuracy':
      return { accuracy: accuracy(on('y_true'))(hot('y_pred')) }
    case 'top_k_accuracy':
      return { top_k_accuracy: topKAccuracy(config.k)(on('y_true'))(rows('scores')) }
    case 'confusion_matrix':
      return { confusion_matrix: confusionMatrix(on('y_true'))(hot('y_pred')) }
    case 'precision_recall_f1': {
      const predictions = hot('y_pred')
      const report = classificationReport()(on('y_true'))(predictions)
      const average = (averaging: 'macro' | 'micro') =>
        Object.entries({ precision, recall, f1 }).map(([name, metric]) => [
          `${name}_${averaging}`,
          metric(averaging)(on('y_true'))(predictions),
        ])
      return {
        precision_per_class: report.precision,
        recall_per_class: report.recall,
        f1_per_class: report.f1,
        ...Object.fromEntries([...average('macro'), ...average('micro')]),
      }
    }
    case 'log_loss':
      return { log_loss: logLoss(on('y_true'))(rows('probabilities')) }
    case 'mean_squared_error':
      return { mean_squared_error: item(meanSquaredError()(on('y_true'))(floats(inputs.y_pred!))[0]) }
    case 'r2':
      return { r2: r2(on('y_true'))(on('y_pred')) }
    case 'roc_auc':
      return { roc_auc: rocAuc(on('y_true'))(on('scores')) }
    default:
      return unknown('metric', config.metric)
  }
}

const expectFigure = (got: unknown, want: Stored, what: string): void =>
  typeof got === 'number' ? expectNear([got], want.data, what) : expectStored(got, want, what)

export const metrics = plain<MetricCase>(given => {
  const found = figuresOf(given)
  expect(Object.keys(found).sort()).toEqual(Object.keys(given.expected).sort())
  for (const [name, want] of Object.entries(given.expected)) expectFigure(found[name], want, name)
})
