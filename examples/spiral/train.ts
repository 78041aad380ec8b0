/**
 * The notebook's training from one beginning, and how far a rounding error in the first weights carries.
 *
 * @module
 */
import { accuracy, batches, type Engine, type FloatDType, fit, key, op, predict, type Report } from 'pullback'
import type { Progress } from '../example.ts'
import type { Points, Spiral } from './data.ts'
import { type Beginning, begin, every, net, objective, optimiser, type Trained } from './model.ts'

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

/** What training tells. */
export type TrainingEvent =
  | { readonly event: 'begin'; readonly beginning: Beginning }
  | ({ readonly event: 'step'; readonly beginning: Beginning } & Line)
  | { readonly event: 'test'; readonly beginning: Beginning; readonly accuracy: number }
  | {
      readonly event: 'drift'
      readonly beginning: Beginning
      readonly nudge: number
      readonly most: number
    }

/** What the first weights are moved by, to see what rounding does: some units in their last places. */
const nudges: Readonly<Record<FloatDType, number>> = { f64: 1e-14, f32: 1e-6 }

/** The share of points that are given to their arms. */
const rightOf =
  ({ inputs, targets }: Points) =>
  (model: Trained): number =>
    accuracy(targets)(predict(net, model)(inputs))

/** All points in each step: an epoch is one. */
const stepsFrom = (
  from: Trained,
  { inputs, targets }: Points,
  epochs: number,
  engine: Engine,
): AsyncIterable<Report<Trained['params'], Trained['state'], unknown>> => {
  const all = batches({ inputs, targets }, { size: targets.shape[0] })
  return fit(optimiser, all, { epochs, from, dtype: inputs.dtype, engine })(objective)(key(0))
}

/** Trains for so many steps, with a line for every 500th; then again from weights that are a rounding error larger. */
export async function* train(
  beginning: Beginning,
  data: Spiral,
  steps: number,
  engine: Engine,
): AsyncGenerator<TrainingEvent | Progress, Run, void> {
  const [losses, lines, drift]: [number[], Line[], number[]] = [[], [], []]
  let model = begin(beginning)(data)
  yield { event: 'begin', beginning }
  for await (const report of stepsFrom(model, data.train, steps, engine)) {
    const { step, loss } = report
    losses.push(loss)
    if (step % every !== 0) continue
    model = report.model()
    const line = { step, loss, accuracy: rightOf(data.train)(model) }
    lines.push(line)
    yield { event: 'step', beginning, ...line }
    yield { event: 'progress', name: beginning, done: step, of: steps }
  }
  const testAccuracy = rightOf(data.test)(model)
  yield { event: 'test', beginning, accuracy: testAccuracy }

  const nudge = nudges[data.first.dtype]
  const nudged = begin(beginning)({ ...data, first: op.shift(nudge)(data.first) })
  for await (const { step, loss } of stepsFrom(nudged, data.train, Math.min(steps, 2001), engine))
    drift.push(Math.abs(loss - (losses[step] as number)))
  yield { event: 'drift', beginning, nudge, most: Math.max(...drift) }
  return { beginning, losses, lines, model, testAccuracy, drift }
}
