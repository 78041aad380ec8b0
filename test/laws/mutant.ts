import { expect, test } from 'vitest'
import { allLaws, checkLaws, type LawSet, lawSet } from '../../laws/index.ts'

/** Something wrong, the laws that it breaks, and the same thing done right. */
export interface Mutant {
  readonly name: string
  readonly mutant: LawSet
  readonly twin: LawSet
  /** Laws that must fail. */
  readonly killedBy: readonly string[]
  /** Laws that are blind to it, and hold; the others may do either. */
  readonly survives?: readonly string[]
}

const failedIn = (set: LawSet, ids: readonly string[]): readonly string[] => {
  const laws = allLaws(set).filter(({ id }) => ids.includes(id))
  // Enough samples for each to be killed whatever the seed.
  const failed = checkLaws(lawSet(set.name, laws), { numRuns: 200 }).filter(report => !report.passed)
  return [...new Set(failed.map(report => report.id))]
}

/** Tests that each mutant is killed by the laws that are named, and that its twin lives. */
export const testMutants = (mutants: readonly Mutant[]): void => {
  for (const { name, mutant, twin, killedBy, survives = [] } of mutants)
    test(`${name} is killed by ${killedBy.join(', ')}`, () => {
      const named = [...killedBy, ...survives]
      expect(failedIn(mutant, named).toSorted()).toEqual(killedBy.toSorted())
      expect(failedIn(twin, named)).toEqual([])
    })
}
