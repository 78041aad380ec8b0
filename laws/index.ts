/**
 * The laws: the executable specification of pullback, for its own parts and for layers of one's own.
 *
 * @module
 */
export * as arbitrary from './arbitraries.ts'
export * from './catalogue/named.ts'
export { type CheckOptions, checkLaw, checkLaws, freshSeed, type LawReport } from './check.ts'
export {
  type Close,
  epsilon,
  every,
  exact,
  holds,
  inner,
  measured,
  norm,
  sameStructure,
  structureOf,
  summed,
} from './close.ts'
export { type EngineLawOptions, engineLaws } from './engine/engine.ts'
export { type InitialiserPromises, initialiserLaws } from './initialiser/initialiser.ts'
export { allLaws, type Law, type LawSet, law, lawSet, passes, type Verdict } from './law.ts'
export { type LayerLawOptions, layerLaws } from './layer/layer.ts'
export { type PerExampleLawOptions, perExampleLaws } from './loss/each.ts'
export { type LossLawOptions, lossLaws } from './loss/loss.ts'
export { type OptimiserLawOptions, optimiserLaws } from './optimiser/optimiser.ts'
export type { Stencil } from './oracle/difference.ts'
export type { Instance } from './oracle/probe.ts'
export { type SamplerPromises, samplerLaws } from './random/random.ts'
export { registerLaws, type Test } from './register.ts'
export { type ScheduleLawOptions, scheduleLaws } from './schedule/schedule.ts'
export { type Composition, categoryLaws } from './smooth/category.ts'
export { type VectorSpace, vectorSpaceLaws } from './smooth/cotangents.ts'
export {
  type SmoothFamilyOptions,
  type SmoothLawOptions,
  smoothFamilyLaws,
  smoothLaws,
} from './smooth/smooth.ts'
export { type Equality, eqLaws, type Showing, showLaws } from './tensor/instances.ts'
export { type TreeFunctions, treeLaws } from './tensor/tree.ts'
