/**
 * The parts that optimisers are chained from.
 *
 * @module
 */
export { chain, identity } from './chain.ts'
export { descend } from './descend.ts'
export { applyUpdates, type Optimiser, type OptimiserState } from './optimiser.ts'
export { scaleByAdam } from './scaleByAdam.ts'
export { trace } from './trace.ts'
