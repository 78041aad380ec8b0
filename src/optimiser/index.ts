/**
 * Optimisers.
 *
 * @module
 */
export { adam } from './adam.ts'
export { type MomentumState, momentum } from './momentum.ts'
export { nesterov } from './nesterov.ts'
export type { AnyOptimiser, Optimiser, OptimiserState } from './optimiser.ts'
export type { AdamOptions, AdamState } from './scaleByAdam.ts'
export { sgd } from './sgd.ts'
export type { TraceOptions, TraceState } from './trace.ts'
