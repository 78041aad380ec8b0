/**
 * The whole job: every network from every seed, on few digits.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import { type FloatDType, fromValues, takeRows } from 'pullback'
import type { Digits } from '../digits/data.ts'
import { prepare } from '../digits/prepare.ts'
import type { Progress, Settings } from '../example.ts'
import { trials, type Variant } from './models.ts'
import type { Epoch } from './trial.ts'

/** A training. */
export interface Course {
  readonly variant: Variant
  readonly rate: number
  readonly seed: number
  readonly epochs: readonly Epoch[]
}

/** Means over the seeds, and the least and the largest figure. */
export interface Summary {
  readonly variant: Variant
  readonly rate: number
  readonly testLoss: number
  readonly testAccuracy: number
  readonly least: number
  readonly most: number
}

/** What a run tells. */
export type NormEvent =
  | {
      readonly event: 'data'
      readonly train: number
      readonly test: number
      readonly seeds: readonly number[]
    }
  | ({ readonly event: 'epoch' } & Omit<Course, 'epochs'> & Epoch)
  | { readonly event: 'result'; readonly variants: readonly Summary[] }

/** What the report is made of. */
export interface NormRun {
  readonly train: number
  readonly test: number
  readonly courses: readonly Course[]
  readonly summaries: readonly Summary[]
}

/** How many digits there are to train on. */
const few = 200

/** A rate at which all networks learn, and a large one. */
export const rates: readonly number[] = [0.001, 0.03]

const firstRows = (digits: Digits, count: number): Digits =>
  takeRows(
    fromValues<number, [number], 'i32'>(
      [count],
      Array.from({ length: count }, (_, i) => i),
      'i32',
    ),
  )(digits)

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length

/** The trainings of a network at a rate. */
export const trainingsOf = (courses: readonly Course[], variant: Variant, rate: number): readonly Course[] =>
  courses.filter(course => course.variant === variant && course.rate === rate)

/** How they ended. */
const summaryOf = (courses: readonly Course[], variant: Variant, rate: number): Summary => {
  const ends = trainingsOf(courses, variant, rate).map(({ epochs }) => epochs.at(-1) as Epoch)
  const accuracies = ends.map(({ testAccuracy }) => testAccuracy)
  return {
    variant,
    rate,
    testLoss: mean(ends.map(({ testLoss }) => testLoss)),
    testAccuracy: mean(accuracies),
    least: Math.min(...accuracies),
    most: Math.max(...accuracies),
  }
}

/** 40 epochs from 5 seeds at either rate; 15 epochs from one seed in short runs. */
export async function* runNormAndDropout(
  digits: Digits,
  settings: Settings,
): AsyncGenerator<NormEvent | Progress, NormRun, void> {
  const { engine, short } = settings
  const dtype = pipe(
    settings.dtype,
    getOrElse((): FloatDType => 'f32'),
  )
  const first = pipe(
    settings.seed,
    getOrElse(() => 0),
  )
  const prepared = prepare(digits, dtype)
  const data = { train: firstRows(prepared.train, few), test: prepared.test }
  const seeds = Array.from({ length: short ? 1 : 5 }, (_, i) => first + i)
  const epochs = short ? 15 : 40
  const test = data.test.targets.shape[0]
  yield { event: 'data', train: few, test, seeds }
  const plan = rates.flatMap(rate =>
    trials.flatMap(([variant, train]) => seeds.map(seed => ({ variant, rate, seed, train }))),
  )
  const courses: Course[] = []
  for (const { train, ...course } of plan) {
    const told: Epoch[] = []
    for await (const epoch of train({ ...data, ...course, epochs, dtype, engine })) {
      told.push(epoch)
      yield { event: 'epoch', ...course, ...epoch }
    }
    courses.push({ ...course, epochs: told })
    yield { event: 'progress', name: 'trainings', done: courses.length, of: plan.length }
  }
  const summaries = rates.flatMap(rate => trials.map(([variant]) => summaryOf(courses, variant, rate)))
  yield { event: 'result', variants: summaries }
  return { train: few, test, courses, summaries }
}
