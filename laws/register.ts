/**
 * A thin adapter to test runners: one test for each law.
 *
 * @module
 */
import { needs, takes } from '../src/tensor/contract/index.ts'
import { type CheckOptions, checkLaw, freshSeed } from './check.ts'
import { checkOptions, lawSetArgument } from './contract.ts'
import { allLaws, type LawSet } from './law.ts'

/**
 * What vitest, jest, mocha and node:test have in common.
 *
 * @category Laws
 * @since 0.1.0
 */
export type Test = (name: string, run: () => void) => unknown

/**
 * Registers one test for each law of a set and its parents. The names carry the laws' ids, and failures the seed.
 *
 * @example
 * import { test } from 'vitest'
 * import { dense } from 'pullback'
 * import { layerLaws, registerLaws } from 'pullback/laws'
 * registerLaws(layerLaws(dense(3, 2), { input: [4, 3] }), test)
 *
 * @category Laws
 * @since 0.1.0
 */
export const registerLaws = takes(
  'registerLaws',
  { set: lawSetArgument, test: needs.fn, options: checkOptions },
  () => registerAll,
)

const registerAll = (set: LawSet, test: Test, options: CheckOptions = {}): void => {
  const seed = options.seed ?? freshSeed()
  for (const law of allLaws(set))
    test(`[${law.id}] ${set.name}: ${law.statement}`, () => {
      const report = checkLaw(set, law, { ...options, seed })
      if (!report.passed) throw new Error(report.message)
    })
}
