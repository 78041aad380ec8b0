/**
 * Laws as data: a statement, what it speaks of, and a check that measures both sides. Nothing here knows of a test runner.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import { needs, takes } from '../src/tensor/contract/index.ts'
import { arbitrary, lawSetArgument, lawsArgument, verdictArgument } from './contract.ts'

/**
 * Both sides of a law at one point, how far apart they are, and how far they may be.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface Verdict {
  readonly lhs: unknown
  readonly rhs: unknown
  /** How far apart the two sides are; NaN counts as failed. */
  readonly error: number
  /** How far apart they may be: 0 for exact laws. */
  readonly bound: number
  /** A description of where they part, where the sides themselves do not show it: both may be one number each. */
  readonly at?: string
}

/**
 * Whether both sides are as near as they have to be. An infinite error is never near, whatever the bound: a side that
 * overflows makes both infinite.
 *
 * @category Laws
 * @since 0.1.0
 */
export const passes = takes(
  'passes',
  { verdict: verdictArgument },
  () =>
    ({ error, bound }: Verdict): boolean =>
      Number.isFinite(error) && error <= bound,
)

/**
 * A law: for all values of its arbitraries, the verdict's error is at most its bound.
 *
 * The id is the number of the law in the catalogue, and a letter where one law has several parts: `19`, `13b`.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface Law<Xs extends readonly unknown[] = readonly unknown[]> {
  readonly id: string
  readonly statement: string
  readonly arbitraries: { readonly [I in keyof Xs]: Arbitrary<Xs[I]> }
  check(...xs: Xs): Verdict
}

/**
 * Laws that belong together, on top of those of their parents.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface LawSet {
  readonly name: string
  readonly laws: readonly Law[]
  readonly parents: readonly LawSet[]
  /** How many samples each of its laws is tried on where no other number is asked for. Defaults to 100. */
  readonly samples?: number
}

/**
 * A law; the types of the check's arguments follow from the arbitraries.
 *
 * @category Laws
 * @since 0.1.0
 */
export const law = takes(
  'law',
  {
    id: needs.text,
    statement: needs.text,
    arbitraries: needs.listOf(arbitrary, 'arbitraries'),
    check: needs.fn,
  },
  () =>
    <const Xs extends readonly unknown[]>(
      id: string,
      statement: string,
      arbitraries: { readonly [I in keyof Xs]: Arbitrary<Xs[I]> },
      check: (...xs: Xs) => Verdict,
    ): Law => ({ id, statement, arbitraries, check }),
)

/**
 * A set of laws.
 *
 * @category Laws
 * @since 0.1.0
 */
export const lawSet = takes(
  'lawSet',
  {
    name: needs.described('a text', x => typeof x === 'string'),
    laws: lawsArgument,
    parents: needs.optional(needs.listOf(lawSetArgument, 'sets of laws')),
    samples: needs.optional(needs.positiveInteger),
  },
  () =>
    (name: string, laws: readonly Law[], parents: readonly LawSet[] = [], samples?: number): LawSet => ({
      name,
      laws,
      parents,
      ...(samples === undefined ? {} : { samples }),
    }),
)

/**
 * All laws of a set, its parents' first, each once.
 *
 * @category Laws
 * @since 0.1.0
 */
export const allLaws = takes('allLaws', { set: lawSetArgument }, () => (set: LawSet): readonly Law[] => {
  const laws = new Set<Law>()
  collect(set, laws, new Set())
  return [...laws]
})

// A set that is a parent of several is gone through once.
const collect = (set: LawSet, laws: Set<Law>, seen: Set<LawSet>): void => {
  if (seen.has(set)) return
  seen.add(set)
  for (const parent of set.parents) collect(parent, laws, seen)
  for (const law of set.laws) laws.add(law)
}
