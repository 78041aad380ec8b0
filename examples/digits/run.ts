/**
 * The whole of the notebook: what it prints, its main job, its exercises as experiments, and its network beside that of a
 * reference framework.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse, isNone, type Option, some } from 'fp-ts/lib/Option.js'
import type { FloatDType } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import type { Cache } from './cache.ts'
import type { Digits } from './data.ts'
import type { Evaluation } from './evaluate.ts'
import { type ExperimentEvent, performAll, type StudyOutcomes } from './experiments.ts'
import { type Followed, follow, mostApart, referenceTraining } from './follow.ts'
import { type MainEvent, type MainJob, mainJob } from './mainJob.ts'
import { perform } from './perform.ts'
import { prepare } from './prepare.ts'
import { type PrintedEvent, printed } from './printed.ts'
import type { ReferenceRun } from './referenceFile.ts'
import type { Study } from './study.ts'
import type { Machinery } from './train.ts'

/** What a run needs from outside. */
export interface Inputs {
  readonly digits: Digits
  readonly studies: readonly Study[]
  readonly cache: Cache
  /** Where the runs of the reference framework should be, and the runs if they are there. */
  readonly referencePath: string
  readonly reference: Option<readonly ReferenceRun[]>
}

/** What a run tells. */
export type DigitsEvent =
  | MainEvent
  | PrintedEvent
  | ExperimentEvent
  | ({ readonly event: 'reference'; readonly name: string; readonly steps: number } & Followed['apart'])
  | { readonly event: 'skipped'; readonly what: string; readonly why: string }
  | {
      readonly event: 'result'
      readonly logistic: Evaluation
      readonly neural: Evaluation
      /** How many expectations hold with all their seeds, of how many. */
      readonly expectations?: { readonly hold: number; readonly of: number }
      /** How far the runs of the reference framework and ours are apart at most; nothing if they are not there. */
      readonly apart?: number
    }

/** What a run gives: the main job, and the rest where it was asked for. */
export interface DigitsRun {
  readonly job: MainJob
  readonly studies: readonly StudyOutcomes[]
  /** None if the reference framework's file is not there. */
  readonly followed: Option<readonly Followed[]>
}

/** The seed of the notebook's split; here also that of the parameters. */
export const ownSeed = 37

/** How many epochs a run of seconds has. */
export const shortEpochs = 2

const seedOf = ({ seed }: Settings): number =>
  pipe(
    seed,
    getOrElse(() => ownSeed),
  )

/** What computes, and in which numbers, by default f32. */
export const machineryOf = ({ engine, dtype }: Settings): Machinery => ({
  engine,
  dtype: pipe(
    dtype,
    getOrElse((): FloatDType => 'f32'),
  ),
})

/** The main job alone. */
export async function* runMainJob(
  digits: Digits,
  settings: Settings,
): AsyncGenerator<DigitsEvent | Progress, MainJob, void> {
  const machinery = machineryOf(settings)
  const job = yield* mainJob(
    prepare(digits, machinery.dtype),
    { seed: seedOf(settings), ...(settings.short ? { epochs: shortEpochs } : {}) },
    machinery,
  )
  yield { event: 'result', logistic: job.logistic.final, neural: job.neural.final }
  return job
}

/** The whole. */
export async function* runDigits(
  { digits, studies, cache, referencePath, reference }: Inputs,
  settings: Settings,
): AsyncGenerator<DigitsEvent | Progress, DigitsRun, void> {
  const machinery = machineryOf(settings)
  const split = prepare(digits, machinery.dtype)
  yield* printed()
  const job = yield* mainJob(
    split,
    { seed: seedOf(settings), ...(settings.short ? { epochs: shortEpochs } : {}) },
    machinery,
  )
  const outcomes = yield* performAll(studies, perform(split, machinery), cache)
  const followed = yield* following()
  const expectations = outcomes.flatMap(study => study.expectations)
  yield {
    event: 'result',
    logistic: job.logistic.final,
    neural: job.neural.final,
    expectations: {
      hold: expectations.filter(({ holds, seeds }) => holds === seeds).length,
      of: expectations.length,
    },
    ...(isNone(followed) ? {} : { apart: Math.max(...followed.value.map(mostApart)) }),
  }
  return { job, studies: outcomes, followed }

  async function* following(): AsyncGenerator<DigitsEvent, DigitsRun['followed'], void> {
    if (isNone(reference)) {
      const why = `there is no ${referencePath}`
      yield { event: 'skipped', what: 'the runs of the reference framework', why }
      return reference
    }
    const train = referenceTraining(digits)
    const runs: Followed[] = []
    for (const run of reference.value) {
      const followed = follow(train, settings.engine)(run)
      runs.push(followed)
      yield { event: 'reference', name: run.name, steps: run.config.steps, ...followed.apart }
    }
    return some(runs)
  }
}
