/**
 * Running laws, without a test runner.
 *
 * @module
 */
import fc from 'fast-check'
import { isTensor, Show, tree } from '../src/index.ts'
import { allLaws, type Law, type LawSet, type Verdict } from './law.ts'

/** How laws are run. */
export interface CheckOptions {
  /** Where the samples come from; a fresh one unless told. */
  readonly seed?: number
  /** How many samples each law is tried on; 100 unless told. */
  readonly numRuns?: number
}

/** What became of one law. */
export interface LawReport {
  readonly set: string
  readonly id: string
  readonly statement: string
  readonly seed: number
  readonly passed: boolean
  /** What to tell a person if it failed: the law, both sides, error, bound, the shrunk counter-example and the seed. */
  readonly message: string
}

/** A fresh seed. */
export const freshSeed = (): number => Math.floor(Math.random() * 2 ** 31)

const show = (x: unknown): string => {
  if (isTensor(x)) return Show.show(x)
  if (typeof x === 'number' || typeof x === 'string' || typeof x === 'boolean') return String(x)
  if (x === null || typeof x !== 'object') return typeof x === 'function' ? 'a function' : String(x)
  try {
    return tree
      .entries(x)
      .map(({ path, leaf }) => `${path.join('.')}: ${isTensor(leaf) ? Show.show(leaf) : 'trivial'}`)
      .join('; ')
  } catch {
    return fc.stringify(x)
  }
}

const verdictAt = (law: Law, xs: readonly unknown[]): Verdict | Error => {
  try {
    return law.check(...xs)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const explain = (set: LawSet, law: Law, xs: readonly unknown[], seed: number): string => {
  const verdict = verdictAt(law, xs)
  return [
    `${set.name} breaks law ${law.id}: ${law.statement}`,
    ...(verdict instanceof Error
      ? [`  threw   ${verdict.message}`]
      : [
          `  left    ${show(verdict.lhs)}`,
          `  right   ${show(verdict.rhs)}`,
          `  error   ${verdict.error}`,
          `  bound   ${verdict.bound}`,
        ]),
    ...xs.map((x, i) => `  sample ${i} ${show(x)}`),
    `  seed    ${seed}`,
  ].join('\n')
}

/** Tries one law on samples and shrinks what breaks it. */
export const checkLaw = (
  set: LawSet,
  law: Law,
  { seed = freshSeed(), numRuns = 100 }: CheckOptions = {},
): LawReport => {
  const samples = fc.tuple(...law.arbitraries)
  const outcome = fc.check(
    fc.property(samples, (xs) => {
      const { error, bound } = law.check(...xs)
      return error <= bound
    }),
    { seed, numRuns },
  )
  const { id, statement } = law
  return {
    set: set.name,
    id,
    statement,
    seed,
    passed: !outcome.failed,
    message: outcome.failed
      ? outcome.counterexample === null
        ? `${set.name}, law ${id}: no samples could be made (seed ${seed}).`
        : explain(set, law, outcome.counterexample[0], seed)
      : `law ${id} holds: ${statement}`,
  }
}

/**
 * Checks all laws of a set and its parents.
 *
 * @example
 * import { dense } from 'pullback'
 * import { checkLaws, layerLaws } from 'pullback/laws'
 * const failed = checkLaws(layerLaws(dense(3, 2), { input: [4, 3] })).filter(report => !report.passed)
 */
export const checkLaws = (set: LawSet, options: CheckOptions = {}): readonly LawReport[] => {
  const seed = options.seed ?? freshSeed()
  return allLaws(set).map((law) => checkLaw(set, law, { ...options, seed }))
}
