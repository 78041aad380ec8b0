/**
 * Wrong ones of all exports that have laws, and the test that they are found.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from '../../laws/catalogue/entry.ts'
import { allLaws, freshSeed, type Law, type LawSet, passes } from '../../laws/index.ts'
import { PullbackError } from '../../src/index.ts'
import { exchanged, type Loosely, rightOne } from './exchange.ts'

/** Something wrong in the place of an export, made from the right one. */
export type Wrong = readonly [what: string, make: (right: Loosely) => unknown]

/** Where wrong ones of an export are, that cannot be exchanged by its name. */
export type Elsewhere = { readonly elsewhere: string }

/** A wrong one of each export that has laws; one without does not compile. */
export type WrongOnes<Entries extends Readonly<Record<string, Entry>>> = {
  readonly [Name in keyof Entries as Entries[Name] extends { readonly reason: string } ? never : Name]:
    | Wrong
    | Elsewhere
}

/** Laws are tried on few samples first: most find what is wrong with the first. */
const rounds = (usual: number): readonly number[] => [2, Math.ceil(usual / 4), usual]

/** What is refused by a sentence counts as broken; any other error is a fault of what was made wrong. */
const isKept = (law: Law, xs: readonly unknown[]): boolean => {
  try {
    return passes(law.check(...xs))
  } catch (error) {
    if (error instanceof PullbackError) return false
    // A sample that a law does not speak of.
    if (fc.PreconditionFailure.isFailure(error)) throw error
    throw new Broken(error)
  }
}

/** A wrong one that does not run at all. */
class Broken extends Error {
  constructor(cause: unknown) {
    super('What is wrong has to run.', { cause })
  }
}

/** The first law that fails, within the usual number of samples. */
const finder = (sets: readonly LawSet[]): string | null => {
  for (const round of [0, 1, 2])
    for (const set of sets)
      for (const law of allLaws(set)) {
        const { failed, counterexample, errorInstance } = fc.check(
          fc.property(fc.tuple(...law.arbitraries), xs => isKept(law, xs)),
          { seed: freshSeed(), numRuns: rounds(set.samples ?? 100)[round] as number, endOnFailure: true },
        )
        if (errorInstance instanceof Broken) throw errorInstance
        if (failed && counterexample !== null) return law.id
      }
  return null
}

/** The wrong ones that are found, and those that are not. */
export const testWrongOnes = (
  namespace: string,
  entries: Readonly<Record<string, Entry>>,
  wrongOnes: Readonly<Record<string, Wrong | Elsewhere>>,
): void => {
  const named = (name: string): string => (namespace === '' ? name : `${namespace}.${name}`)
  test.each(Object.entries(wrongOnes).flatMap(([name, each]) => ('elsewhere' in each ? [] : [[name, each]])))(
    `${named('%s')} that is wrong is found by its laws`,
    (name, each) => {
      const [what, make] = each as Wrong
      const entry = entries[name as string] as Entry
      const laws = 'laws' in entry ? entry.laws : () => []
      const right = rightOne(named(name as string))
      // What laws are made from may be refused as soon as they are made.
      const found = exchanged(named(name as string), make(right), () => finder(laws()))
      if (process.env.PULLBACK_SHOW !== undefined) console.info(`${named(name as string)}, ${what}: ${found}`)
      expect(found, `${named(name as string)}: ${what}`).not.toBeNull()
    },
  )
}
