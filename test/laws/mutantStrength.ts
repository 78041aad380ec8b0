import fc from 'fast-check'
import { type Law, type LawSet, passes } from '../../laws/index.ts'

/** How many samples a law has to find a mutant out. */
export const samples = 200

/** The chance that a mutant may have of living through all samples of a run. */
export const chance = 1e-9

/** How many samples of a seed a law took to fail, or null if it held for all. Nothing is shrunk: the sample is not read. */
export const samplesToFail = (law: Law, seed: number): number | null => {
  const { failed, counterexample, numRuns } = fc.check(
    fc.property(fc.tuple(...law.arbitraries), xs => passes(law.check(...xs))),
    { seed, numRuns: samples, endOnFailure: true },
  )
  return failed && counterexample !== null ? numRuns : null
}

/** How surely a law fails. */
export interface Strength {
  /** The share of seeds from which it failed. */
  readonly seeds: number
  /** The share of samples on which it failed, of those up to its first failure from each seed. */
  readonly share: number
  /** The chance that it holds for all samples of a run, by that share. */
  readonly survival: number
}

/** Seeds far apart: generators of neighbouring seeds begin alike. */
export const seedsOf = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Math.imul(i + 1, 0x9e3779b1))

/** How surely a law fails, tried from many seeds. */
export const strengthOf = (law: Law, seeds: readonly number[]): Strength => {
  const tries = seeds.map(seed => samplesToFail(law, seed))
  const failed = tries.filter(tried => tried !== null).length
  const share = failed / tries.reduce<number>((sum, tried) => sum + (tried ?? samples), 0)
  return { seeds: failed / seeds.length, share, survival: (1 - share) ** samples }
}

/** A line of what was measured. */
export const showStrength = (who: string, { id }: Law, set: LawSet, strength: Strength): string =>
  [
    who.padEnd(8),
    id.padEnd(5),
    `${(100 * strength.seeds).toFixed(1)} % of seeds`.padStart(17),
    `${(100 * strength.share).toFixed(1)} % of samples`.padStart(19),
    `lives ${strength.survival.toExponential(0)}`.padStart(12),
    ` ${set.name}`,
  ].join(' ')
