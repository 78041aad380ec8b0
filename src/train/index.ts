/**
 * Training.
 *
 * @module
 */
export { type BatchOptions, type Batches, batches } from './batches.ts'
export type { Checkpoint } from './beginning.ts'
export { DivergenceError } from './divergence.ts'
export { fit, last, type Report } from './fit.ts'
export type { FitOptions, Metrics } from './fitOptions.ts'
export { NonFiniteError, type NonFiniteOrigin, type NonFiniteWhat, type OperandRange } from './nonFinite.ts'
export {
  type Batch,
  lossOf,
  type Objective,
  type ObjectiveOutcome,
  penalised,
  supervised,
} from './objective.ts'
export { prefetch } from './prefetch.ts'
export { type StepOutcome, type Training, trainingStep } from './step.ts'
export { type Summary, type SummaryOptions, type SummaryRow, showSummary, summary } from './summary.ts'
