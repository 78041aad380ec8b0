/**
 * Running laws, without a test runner.
 *
 * @module
 */
import fc from 'fast-check'
import { ArgumentError } from '../src/index.ts'
import { showValue, takes } from '../src/tensor/contract/index.ts'
import { checkOptions, isVerdict, lawArgument, lawSetArgument } from './contract.ts'
import { allLaws, type Law, type LawSet, passes, type Verdict } from './law.ts'
import { explain } from './report.ts'

/**
 * How laws are run.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface CheckOptions {
  /** Where the samples come from. Defaults to the seed that fast-check is configured with, and then to a fresh one. */
  readonly seed?: number
  /**
   * How many samples each law is tried on. Defaults to what fast-check is configured with (`fc.configureGlobal`), and then
   * to the set's own number: 100, 25 for `layerLaws`, whose laws find in 12 samples what they find in 100, and 50 for
   * `optimiserLaws`.
   */
  readonly numRuns?: number
}

/**
 * What became of one law.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface LawReport {
  readonly set: string
  readonly id: string
  readonly statement: string
  readonly seed: number
  readonly passed: boolean
  /** What to tell a person if it failed: the law, both sides and the leaf where they part, error, bound, sample, seed. */
  readonly message: string
}

/**
 * A fresh seed, unless fast-check is configured with one for the whole run.
 *
 * @category Laws
 * @since 0.1.0
 */
export const freshSeed = (): number => fc.readConfigureGlobal()?.seed ?? Math.floor(Math.random() * 2 ** 31)

const verdictOf = (law: Law, xs: readonly unknown[]): Verdict => {
  const verdict: unknown = law.check(...xs)
  if (!isVerdict(verdict))
    throw new ArgumentError(
      `The check of law ${law.id} has to give a verdict { lhs, rhs, error, bound }, but gave ${showValue(verdict)}. ` +
        'Compare the two sides by exact(lhs, rhs), or say holds(condition, lhs, rhs).',
    )
  return verdict as Verdict
}

const verdictAt = (law: Law, xs: readonly unknown[]): Verdict | Error => {
  try {
    return verdictOf(law, xs)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const defaultRuns = ({ samples = 100 }: LawSet): number => fc.readConfigureGlobal().numRuns ?? samples

const explained = (set: LawSet, law: Law, xs: readonly unknown[], seed: number): string =>
  explain(set, law, verdictAt(law, xs), xs, seed)

/**
 * Tries one law on samples and shrinks what breaks it.
 *
 * @category Laws
 * @since 0.1.0
 */
export const checkLaw = takes(
  'checkLaw',
  { set: lawSetArgument, law: lawArgument, options: checkOptions },
  () => tryLaw,
)

const tryLaw = (
  set: LawSet,
  law: Law,
  { seed = freshSeed(), numRuns = defaultRuns(set) }: CheckOptions = {},
): LawReport => {
  const { id, statement } = law
  const report = (failure: string | null): LawReport => ({
    set: set.name,
    id,
    statement,
    seed,
    passed: failure === null,
    message: failure ?? `law ${id} holds: ${statement}`,
  })
  try {
    const outcome = fc.check(
      fc.property(fc.tuple(...law.arbitraries), xs => passes(verdictOf(law, xs))),
      { seed, numRuns },
    )
    if (!outcome.failed) return report(null)
    return report(
      outcome.counterexample === null
        ? `${set.name}, law ${id}: of ${outcome.numRuns + outcome.numSkips} samples ${outcome.numSkips} did not apply ` +
            `(seed ${seed}).`
        : explained(set, law, outcome.counterexample[0], seed),
    )
  } catch (error) {
    return report(`${set.name}, law ${id}: no sample could be made (seed ${seed}): ${String(error)}`)
  }
}

/**
 * Checks all laws of a set and its parents.
 *
 * @example
 * import { dense } from 'pullback'
 * import { checkLaws, layerLaws } from 'pullback/laws'
 * const failed = checkLaws(layerLaws(dense(3, 2), { input: [4, 3] })).filter(report => !report.passed)
 *
 * @category Laws
 * @since 0.1.0
 */
export const checkLaws = takes('checkLaws', { set: lawSetArgument, options: checkOptions }, () => checkAll)

const checkAll = (set: LawSet, options: CheckOptions = {}): readonly LawReport[] => {
  const seed = options.seed ?? freshSeed()
  return allLaws(set).map(law => tryLaw(set, law, { ...options, seed }))
}
