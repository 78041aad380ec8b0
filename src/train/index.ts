/**
 * Training.
 *
 * @module
 */
export { balanced } from './balanced.ts'
export { type BatchOptions, type Batches, batches } from './batches.ts'
export type { Checkpoint } from './beginning.ts'
export { type ObjectiveDefinition, objective, type Uses } from './composed.ts'
export { DivergenceError } from './divergence.ts'
export { fit } from './fit.ts'
export type { FitOptions, Metrics } from './fitOptions.ts'
export { NonFiniteError, type NonFiniteOrigin, type NonFiniteWhat, type OperandRange } from './nonFinite.ts'
export { lossOf } from './lossOf.ts'
export type { Batch, Objective, ObjectiveOutcome } from './objective.ts'
export { microBatched } from './microBatched.ts'
export { penalised } from './penalised.ts'
export { last } from './last.ts'
export { prefetch } from './prefetch.ts'
export { type StepOutcome, type Training, trainingStep } from './step.ts'
export { type Summary, type SummaryOptions, type SummaryRow, showSummary, summary } from './summary.ts'
export type { Report } from './report.ts'
export { supervised } from './supervised.ts'
