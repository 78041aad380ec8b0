/**
 * Studies: experiments that differ in one thing, the question they answer, and what is expected of them; all of it data.
 *
 * @module
 */
import { Applicative, bimap, chain, type Either, fromPredicate, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { traverse } from 'fp-ts/lib/ReadonlyArray.js'
import * as t from 'io-ts'
import { decodeWith } from './decode.ts'
import { Experiment, settings } from './experiment.ts'
import { count } from './number.ts'
import { record } from './record.ts'

/** Some experiment with its name in a study; it changes some settings of the plan's base. */
const RunDeclaration = record({ name: t.string, change: t.UnknownRecord })

const figures = {
  trainLoss: null,
  trainAccuracy: null,
  testLoss: null,
  testAccuracy: null,
  gradientNorm: null,
}

/** What is expected to hold for every seed: that a figure of one run ends below that of another. */
const Expectation = record({
  says: t.string,
  figure: t.keyof(figures, `one of ${Object.keys(figures).join(', ')}`),
  lower: t.string,
  higher: t.string,
})
export type Expectation = t.TypeOf<typeof Expectation>

const StudyDeclaration = record({
  name: t.string,
  question: t.string,
  /** Whether the curves of all runs share a plot, or each run has one of its own with both parts of the data. */
  curves: t.keyof({ together: null, apart: null }, 'together or apart'),
  runs: t.readonlyArray(RunDeclaration, 'a list of runs'),
  expectations: t.readonlyArray(Expectation, 'a list of expectations'),
})

/** A file of studies: what all experiments have in common unless a run changes it, and how many seeds each has. */
export const Plan = record({
  base: record(settings),
  seeds: count,
  studies: t.readonlyArray(StudyDeclaration, 'a list of studies'),
})
export type Plan = t.TypeOf<typeof Plan>

/** A run of a study: one experiment for each seed. */
export interface Run {
  readonly name: string
  readonly experiments: readonly Experiment[]
}

/** A study whose experiments are written out. */
export interface Study extends Omit<t.TypeOf<typeof StudyDeclaration>, 'runs'> {
  readonly runs: readonly Run[]
}

/** What limits a run of seconds. */
export interface Limits {
  readonly seeds: number
  readonly epochs: number
}

const experimentsOf =
  (base: Plan['base'], seeds: readonly number[], limits: Limits, study: string) =>
  ({ name, change }: t.TypeOf<typeof RunDeclaration>): Either<string, Run> =>
    pipe(
      seeds,
      traverse(Applicative)(seed =>
        pipe(
          { ...base, ...change, seed },
          decodeWith(Experiment),
          map(decoded => ({ ...decoded, epochs: Math.min(decoded.epochs, limits.epochs) })),
        ),
      ),
      bimap(
        reason => `study '${study}', run '${name}': ${reason}`,
        experiments => ({ name, experiments }),
      ),
    )

const missingRun = ({ name, runs, expectations }: t.TypeOf<typeof StudyDeclaration>): string | undefined => {
  const named = expectations.flatMap(({ lower, higher }) => [lower, higher])
  const missing = named.find(wanted => !runs.some(run => run.name === wanted))
  return missing === undefined
    ? undefined
    : `study '${name}': there is no run '${missing}' of which to expect something`
}

/** The studies of a plan from a seed on, or which of them declares no experiment, and why. */
export const studiesOf = (
  { base, seeds, studies }: Plan,
  firstSeed: number,
  limits: Limits = { seeds: Number.POSITIVE_INFINITY, epochs: Number.POSITIVE_INFINITY },
): Either<string, readonly Study[]> => {
  const own = Array.from({ length: Math.min(seeds, limits.seeds) }, (_, i) => firstSeed + i)
  return pipe(
    studies,
    traverse(Applicative)(study =>
      pipe(
        study,
        fromPredicate(
          declared => missingRun(declared) === undefined,
          declared => missingRun(declared) as string,
        ),
        chain(({ runs }) => pipe(runs, traverse(Applicative)(experimentsOf(base, own, limits, study.name)))),
        map(runs => ({ ...study, runs })),
      ),
    ),
  )
}
