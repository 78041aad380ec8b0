/**
 * The parts that optimisers are chained from.
 *
 * @module
 */

export { chain, identity } from './chain.ts'
export { descend } from './descend.ts'
export { globalNorm } from './norm.ts'
export { applyUpdates, type Optimiser, type OptimiserState } from './optimiser.ts'
export { addDecayedWeights } from './transformation/addDecayedWeights.ts'
export { addMomentum } from './transformation/addMomentum.ts'
export { clipByGlobalNorm, clipByNorm, clipByValue } from './transformation/clip.ts'
export { scaleByAdabelief } from './transformation/scaleByAdabelief.ts'
export { scaleByAdadelta } from './transformation/scaleByAdadelta.ts'
export { scaleByAdagrad } from './transformation/scaleByAdagrad.ts'
export { scaleByAdam } from './transformation/scaleByAdam.ts'
export { scaleByAdamax } from './transformation/scaleByAdamax.ts'
export { scaleByAmsgrad } from './transformation/scaleByAmsgrad.ts'
export { scaleByLion } from './transformation/scaleByLion.ts'
export { scaleByNadam } from './transformation/scaleByNadam.ts'
export { scaleByRadam } from './transformation/scaleByRadam.ts'
export { scaleByDeviation, scaleByRms } from './transformation/scaleByRms.ts'
export { scaleByRprop } from './transformation/scaleByRprop.ts'
export { scaleByLars, scaleByTrustRatio } from './transformation/scaleByTrustRatio.ts'
export { setToZero } from './transformation/setToZero.ts'
export { type AccumulationState, accumulate } from './wrapper/accumulate.ts'
export { type AverageState, averageParameters } from './wrapper/averageParameters.ts'
export { type LookaheadOptions, type LookaheadState, lookahead } from './wrapper/lookahead.ts'
export { type Groups, partition } from './wrapper/partition.ts'
export { type SkipState, skipNonFinite } from './wrapper/skipNonFinite.ts'
