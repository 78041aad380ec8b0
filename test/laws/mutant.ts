import { expect, test } from 'vitest'
import { allLaws, checkLaw, freshSeed, type Law, type LawSet } from '../../laws/index.ts'
import { chance, samples, samplesToFail, seedsOf, showStrength, strengthOf } from './mutantStrength.ts'

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

const lawsOf = (set: LawSet, ids: readonly string[]): readonly Law[] =>
  allLaws(set).filter(({ id }) => ids.includes(id))

const failedIn = (set: LawSet, ids: readonly string[]): readonly string[] => {
  const seed = freshSeed()
  const failed = lawsOf(set, ids).filter(law => samplesToFail(law, seed) !== null)
  return [...new Set(failed.map(({ id }) => id))].toSorted()
}

const complaintsIn = (set: LawSet, ids: readonly string[]): readonly string[] =>
  lawsOf(set, ids)
    .map(law => checkLaw(set, law, { numRuns: samples }))
    .filter(({ passed }) => !passed)
    .map(({ message }) => message)

/** Tests how surely a mutant is killed, and that its twin never is. */
const measure = ({ name, mutant, twin, killedBy, survives = [] }: Mutant, count: number): void => {
  const lines = [name]
  const weak: string[] = []
  const measured = (who: string, set: LawSet, ids: readonly string[], seeds: number, mayFail: boolean) => {
    for (const law of lawsOf(set, ids)) {
      const strength = strengthOf(law, seedsOf(seeds))
      const line = showStrength(who, law, set, strength)
      lines.push(`  ${line}`)
      if (mayFail ? strength.seeds < 1 || strength.survival > chance : strength.seeds > 0) weak.push(line)
    }
  }
  const fewer = Math.max(1, Math.round(count / 10))
  measured('mutant', mutant, killedBy, count, true)
  measured('mutant', mutant, survives, fewer, false)
  measured('twin', twin, [...killedBy, ...survives], fewer, false)
  console.info(lines.join('\n'))
  expect(weak).toEqual([])
}

/**
 * Tests that each mutant is killed by the laws that are named, and that its twin lives. With PULLBACK_MUTANT_SEEDS it is
 * measured from so many seeds how surely.
 */
export const testMutants = (mutants: readonly Mutant[]): void => {
  const seeds = process.env.PULLBACK_MUTANT_SEEDS
  for (const mutant of mutants) {
    const { name, killedBy, twin, survives = [] } = mutant
    test(`${name} is killed by ${killedBy.join(', ')}`, { timeout: seeds === undefined ? 30_000 : 0 }, () => {
      if (seeds !== undefined) return measure(mutant, Number(seeds))
      const named = [...killedBy, ...survives]
      expect(failedIn(mutant.mutant, named)).toEqual(killedBy.toSorted())
      expect(complaintsIn(twin, named)).toEqual([])
    })
  }
}
