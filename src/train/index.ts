/**
 * Training.
 *
 * @module
 */
export { balanced } from './balanced.ts'
export { type Batches, type BatchOptions, batches } from './batches.ts'
export type { Checkpoint } from './beginning.ts'
export type { Checkpoints, Found } from './checkpoints.ts'
export { type ObjectiveDefinition, objective, type Uses } from './composed.ts'
export { DivergenceError } from './divergence.ts'
export { fit } from './fit.ts'
export type { FitOptions } from './fitOptions.ts'
export { last } from './last.ts'
export { lossOf } from './lossOf.ts'
export type { Metrics } from './metrics.ts'
export { microBatched } from './microBatched.ts'
export { NonFiniteError, type NonFiniteOrigin, type NonFiniteWhat, type OperandRange } from './nonFinite.ts'
export type { Batch, Objective, ObjectiveOutcome } from './objective.ts'
export { penalised } from './penalised.ts'
export { prefetch } from './prefetch.ts'
export type { Report } from './report.ts'
export { type StepOutcome, type Training, trainingStep } from './step.ts'
export { type Summary, type SummaryOptions, type SummaryRow, showSummary, summary } from './summary.ts'
export { supervised } from './supervised.ts'
