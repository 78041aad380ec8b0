/**
 * Performing the experiments of studies: each once, and only those whose outcome is not known already.
 *
 * @module
 */
import { isRight } from 'fp-ts/lib/Either.js'
import { isSome } from 'fp-ts/lib/Option.js'
import type { Progress } from '../example.ts'
import { type Cache, showCacheError } from './cache.ts'
import type { Experiment } from './experiment.ts'
import type { Milestone, Outcome } from './outcome.ts'
import type { Expectation, Study } from './study.ts'

/** The outcomes of a run, one for each seed. */
export interface RunOutcomes {
  readonly name: string
  readonly experiments: readonly Experiment[]
  readonly outcomes: readonly Outcome[]
}

/** An expectation, and for how many of the seeds it came true. */
export interface Judged extends Expectation {
  readonly holds: number
  readonly seeds: number
}

/** A study with its outcomes. */
export interface StudyOutcomes extends Omit<Study, 'runs' | 'expectations'> {
  readonly runs: readonly RunOutcomes[]
  readonly expectations: readonly Judged[]
}

/** The report of the experiments. */
export type ExperimentEvent =
  | ({
      readonly event: 'experiment'
      readonly study: string
      readonly run: string
      readonly seed: number
      readonly hash: string
      /** Whether the outcome was kept from another run. */
      readonly cached: boolean
      readonly diverged: boolean
    } & Milestone)
  /** Something is wrong with the files in which outcomes are kept. */
  | { readonly event: 'cache'; readonly problem: string }
  | ({ readonly event: 'expectation'; readonly study: string } & Judged)

/** How an experiment ended. */
export const endOf = ({ history }: Outcome): Milestone => history.at(-1) as Milestone

/** Whether an expectation came true for the seed at a position. A network whose numbers overflowed has no figures. */
const cameTrue =
  ({ figure, lower, higher }: Expectation, runs: readonly RunOutcomes[]) =>
  (seed: number): boolean => {
    const of = (name: string): Outcome | undefined => runs.find(run => run.name === name)?.outcomes[seed]
    const [low, high] = [of(lower), of(higher)]
    return low?.kind === 'trained' && high?.kind === 'trained' && endOf(low)[figure] < endOf(high)[figure]
  }

const judge = ({ expectations }: Study, runs: readonly RunOutcomes[]): readonly Judged[] => {
  const seeds = runs[0]?.outcomes.length ?? 0
  return expectations.map(expectation => ({
    ...expectation,
    holds: Array.from({ length: seeds }, (_, i) => i).filter(cameTrue(expectation, runs)).length,
    seeds,
  }))
}

/** Performs the experiments of all studies in order. A user who stops on the way finds what was done in the cache. */
export async function* performAll(
  studies: readonly Study[],
  perform: (experiment: Experiment) => Promise<Outcome>,
  cache: Cache,
): AsyncGenerator<ExperimentEvent | Progress, readonly StudyOutcomes[], void> {
  const known = new Map<string, Outcome>()
  const hashes = studies.flatMap(({ runs }) => runs.flatMap(run => run.experiments.map(cache.hash)))
  const of = new Set(hashes).size
  const outcomes: StudyOutcomes[] = []

  for (const study of studies) {
    const runs: RunOutcomes[] = []
    for (const { name, experiments } of study.runs) {
      for (const experiment of experiments) {
        const hash = cache.hash(experiment)
        if (known.has(hash)) continue
        const { outcome, cached } = yield* outcomeOf(experiment)
        known.set(hash, outcome)
        yield {
          event: 'experiment',
          study: study.name,
          run: name,
          seed: experiment.seed,
          hash,
          cached,
          diverged: outcome.kind === 'diverged',
          ...endOf(outcome),
        }
        yield { event: 'progress', name: 'experiments', done: known.size, of }
      }
      const found = experiments.map(experiment => known.get(cache.hash(experiment)) as Outcome)
      runs.push({ name, experiments, outcomes: found })
    }
    const expectations = judge(study, runs)
    for (const judged of expectations) yield { event: 'expectation', study: study.name, ...judged }
    outcomes.push({ ...study, runs, expectations })
  }
  return outcomes

  async function* outcomeOf(
    experiment: Experiment,
  ): AsyncGenerator<ExperimentEvent, { readonly outcome: Outcome; readonly cached: boolean }, void> {
    const found = await cache.find(experiment)()
    if (isRight(found) && isSome(found.right)) return { outcome: found.right.value, cached: true }
    if (!isRight(found)) yield { event: 'cache', problem: showCacheError(found.left) }
    const outcome = await perform(experiment)
    const kept = await cache.keep(experiment, outcome)()
    if (!isRight(kept)) yield { event: 'cache', problem: showCacheError(kept.left) }
    return { outcome, cached: false }
  }
}
