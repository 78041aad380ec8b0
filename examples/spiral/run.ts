/**
 * The notebook's training, from its own first weights and from those that it meant.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import type { FloatDType } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import { converted, type Spiral } from './data.ts'
import { steps } from './model.ts'
import { type Line, type Run, type TrainingEvent, train } from './train.ts'

/** Both trainings and what they were about. */
export interface SpiralRun {
  readonly data: Spiral
  readonly notebook: Run
  readonly meant: Run
}

/** How a training ended. */
export interface Outcome extends Omit<Line, 'step'> {
  readonly testAccuracy: number
}

/** What a run tells. */
export type SpiralEvent =
  | { readonly event: 'data'; readonly train: number; readonly test: number; readonly seed: number }
  | TrainingEvent
  | { readonly event: 'result'; readonly notebook: Outcome; readonly meant: Outcome }

const outcome = ({ lines, testAccuracy }: Run): Outcome => {
  const { loss, accuracy } = lines.at(-1) as Line
  return { loss, accuracy, testAccuracy }
}

/** Trains from both beginnings: 5,001 steps on all points, 1,001 in short runs. */
export async function* runSpiral(
  drawn: Spiral,
  { engine, dtype, short }: Settings,
): AsyncGenerator<SpiralEvent | Progress, SpiralRun, void> {
  const data = pipe(
    dtype,
    getOrElse((): FloatDType => 'f64'),
    converted,
  )(drawn)
  const total = short ? 1001 : steps
  const { train: training, test, seed } = data
  yield { event: 'data', train: training.targets.shape[0], test: test.targets.shape[0], seed }
  const notebook = yield* train('notebook', data, total, engine)
  const meant = yield* train('meant', data, total, engine)
  yield { event: 'result', notebook: outcome(notebook), meant: outcome(meant) }
  return { data, notebook, meant }
}
