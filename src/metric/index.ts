/**
 * Metrics: how good predictions are, for people to read: unlike losses, metrics are not differentiated.
 *
 * @module
 */
export { accuracy } from './accuracy.ts'
export type { Averaging } from './averaged.ts'
export { type ClassificationReport, classificationReport, type ZeroDivision } from './classificationReport.ts'
export { confusionMatrix } from './confusionMatrix.ts'
export { f1 } from './f1.ts'
export { logLoss } from './logLoss.ts'
export type { ClassesOf, Predictions, Targets } from './outcomes.ts'
export { precision } from './precision.ts'
export { r2 } from './r2.ts'
export { recall } from './recall.ts'
export { rocAuc } from './rocAuc.ts'
export { topKAccuracy } from './topKAccuracy.ts'
