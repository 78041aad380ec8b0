/**
 * The laws: the executable specification of pullback, for its own parts and for layers of one's own.
 *
 * @module
 */
export * as arbitrary from './arbitraries.ts'
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
  summed,
} from './close.ts'
export { allLaws, type Law, type LawSet, law, lawSet, type Verdict } from './law.ts'
export { registerLaws, type Test } from './register.ts'
