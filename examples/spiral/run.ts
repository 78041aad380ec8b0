/**
 * The notebook's training, from its own first weights and from those that it meant, told step by step.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import { accuracy, batches, type FloatDType, fit, key, op, predict, type Report } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import { converted, type Points, type Spiral } from './data.ts'
import { type Beginning, begin, every, net, objective, optimiser, steps, type Trained } from './model.ts'

/** A line of the notebook: the loss before the step, the accuracy after it. */
export interface Line {
  readonly step: number
  readonly loss: number
  readonly accuracy: number
}

/** One training from a beginning. */
export interface Run {
  readonly beginning: Beginning
  /** The loss of every step. */
  readonly losses: readonly number[]
  readonly lines: readonly Line[]
  readonly model: Trained
  readonly testAccuracy: number
  /** By how much the losses of the first steps differ from those of a run whose first weights are larger by a rounding error. */
  readonly drift: readonly number[]
}

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
  | { readonly event: 'begin'; readonly beginning: Beginning }
  | ({ readonly event: 'step'; readonly beginning: Beginning } & Line)
  | { readonly event: 'test'; readonly beginning: Beginning; readonly accuracy: number }
  | { readonly event: 'drift'; readonly beginning: Beginning; readonly nudge: number; readonly most: number }
  | { readonly event: 'result'; readonly notebook: Outcome; readonly meant: Outcome }

/** What the first weights are moved by, to see what rounding does: some units in their last places. */
export const nudges: Readonly<Record<FloatDType, number>> = { f64: 1e-14, f32: 1e-6 }

/** The share of points that are given to their arms. */
const rightOf =
  ({ inputs, targets }: Points) =>
  (model: Trained): number =>
    accuracy(targets)(predict(net, model)(inputs))

const outcome = ({ lines, testAccuracy }: Run): Outcome => {
  const { loss, accuracy } = lines.at(-1) as Line
  return { loss, accuracy, testAccuracy }
}

/** Trains from both beginnings: 5,001 steps on all points, 1,001 in short runs. */
export async function* runSpiral(
  drawn: Spiral,
  { engine, dtype: asked, short }: Settings,
): AsyncGenerator<SpiralEvent | Progress, SpiralRun, void> {
  const dtype = pipe(
    asked,
    getOrElse((): FloatDType => 'f64'),
  )
  const data = converted(dtype)(drawn)
  const { train, test, seed } = data
  const [training, testing] = [train.targets.shape[0], test.targets.shape[0]]
  const total = short ? 1001 : steps
  const nudged = { ...data, first: op.shift(nudges[dtype])(data.first) }

  const trainingFrom = (
    start: Trained,
    epochs: number,
  ): AsyncIterable<Report<Trained['params'], Trained['state'], unknown>> =>
    fit(objective, optimiser, batches(train, { size: training }), { epochs, from: start, dtype, engine })(
      key(0),
    )

  async function* runFrom(beginning: Beginning): AsyncGenerator<SpiralEvent | Progress, Run, void> {
    const [losses, lines, drift]: [number[], Line[], number[]] = [[], [], []]
    let model = begin(beginning)(data)
    yield { event: 'begin', beginning }
    for await (const report of trainingFrom(model, total)) {
      const { step, loss } = report
      losses.push(loss)
      if (step % every !== 0) continue
      model = report.model()
      const line = { step, loss, accuracy: rightOf(train)(model) }
      lines.push(line)
      yield { event: 'step', beginning, ...line }
      yield { event: 'progress', name: beginning, done: step, of: total }
    }
    const testAccuracy = rightOf(test)(model)
    yield { event: 'test', beginning, accuracy: testAccuracy }
    for await (const { step, loss } of trainingFrom(begin(beginning)(nudged), Math.min(total, 2001)))
      drift.push(Math.abs(loss - (losses[step] as number)))
    yield { event: 'drift', beginning, nudge: nudges[dtype], most: Math.max(...drift) }
    return { beginning, losses, lines, model, testAccuracy, drift }
  }

  yield { event: 'data', train: training, test: testing, seed }
  const notebook = yield* runFrom('notebook')
  const meant = yield* runFrom('meant')
  yield { event: 'result', notebook: outcome(notebook), meant: outcome(meant) }
  return { data, notebook, meant }
}
