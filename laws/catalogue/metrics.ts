/**
 * Metrics with their laws.
 *
 * @module
 */

import { countLaws } from '../metric/figures.ts'
import {
  accuracyLaws,
  classificationLaws,
  classifierMetricLaws,
  logLossLaws,
  shipped,
} from '../metric/metric.ts'
import { r2Laws, rocAucLaws } from '../metric/numbers.ts'
import type { Entry } from './entry.ts'

const averagedLaws = (name: 'precision' | 'recall' | 'f1'): Entry => ({
  laws: () => [
    classificationLaws(),
    classifierMetricLaws(`${name}('macro')`, shipped[name]('macro'), 1),
    classifierMetricLaws(`${name}('micro')`, shipped[name]('micro'), 1),
    classifierMetricLaws(`${name}({ class: 2 })`, shipped[name]({ class: 2 }), 1),
  ],
})

/** The metrics with their laws. */
export const metricCatalogue = {
  accuracy: { laws: () => [accuracyLaws(), classifierMetricLaws('accuracy', shipped.accuracy, 1)] },
  classificationReport: { laws: () => [classificationLaws()] },
  confusionMatrix: { laws: () => [accuracyLaws(), classificationLaws(), countLaws()] },
  f1: averagedLaws('f1'),
  logLoss: { laws: () => [logLossLaws(), classifierMetricLaws('logLoss', shipped.logLoss, 0)] },
  precision: averagedLaws('precision'),
  r2: { laws: () => [r2Laws()] },
  recall: averagedLaws('recall'),
  rocAuc: { laws: () => [rocAucLaws()] },
  topKAccuracy: {
    laws: () => [accuracyLaws(), classifierMetricLaws('topKAccuracy(2)', shipped.topKAccuracy(2), 1)],
  },
} as const satisfies Readonly<Record<string, Entry>>
