/**
 * Training one of the models, with an evaluation now and then.
 *
 * @module
 */
import {
  batches,
  type Empty,
  type Engine,
  fit,
  type Integers,
  init,
  type Key,
  type Model,
  type Objective,
  type Optimiser,
  random,
  type Report,
  type Tensor,
} from 'pullback'
import type { DigitsSplit } from './data.ts'
import { type Evaluation, evaluate, examine, type Outcome } from './evaluate.ts'
import type { Classifier } from './models.ts'

/** A model and how it is trained; `P` are its parameters, `O` and `R` the optimiser's state and rates. */
export interface Experiment<P, O, R> {
  readonly classifier: Classifier<P>
  readonly objective: Objective<Tensor<[...number[], 64]>, Integers<[number]>, unknown, P, Empty>
  readonly optimiser: Optimiser<O, R>
  readonly epochs: number
}

/** An evaluation at a point of the training; the time is in updates or epochs. */
export interface Milestone extends Evaluation {
  readonly time: number
}

/** When a model is evaluated: the time of a report at which it is, `null` for the others. */
export type Timetable = (
  report: Pick<Report<unknown, unknown, unknown>, 'step' | 'epoch' | 'endOfEpoch'>,
) => number | null

/** After each hundredth update, from the first on. */
export const everyHundredUpdates: Timetable = ({ step }) => (step % 100 === 0 ? step : null)

/** After each epoch, counted from 1. */
export const everyEpoch: Timetable = ({ epoch, endOfEpoch }) => (endOfEpoch ? epoch + 1 : null)

/** What is told on the way: each update, and what the model can do now and then. */
export type Told =
  | { readonly _tag: 'Untrained'; readonly untrained: Evaluation }
  | { readonly _tag: 'Step'; readonly done: number }
  | { readonly _tag: 'Milestone'; readonly milestone: Milestone }

/** A trained model's way there and what it does in the end. */
export interface Trained extends Outcome {
  readonly untrained: Evaluation
  readonly history: readonly Milestone[]
  readonly final: Evaluation
}

/** Trains from fresh parameters. The examples are visited one by one, in the order of the training part. */
export const train = <P, O, R>(
  { classifier, objective, optimiser, epochs }: Experiment<P, O, R>,
  split: DigitsSplit,
  timetable: Timetable,
  engine: Engine,
) =>
  async function* (key: Key): AsyncGenerator<Told, Trained, void> {
    const [initKey, fitKey] = random.split(2)(key) as readonly [Key, Key]
    const judge = evaluate(classifier, split)
    const start: Model<P> = init(classifier)(initKey)
    const untrained = judge(start)
    yield { _tag: 'Untrained', untrained }

    const history: Milestone[] = []
    let model = start
    const data = batches(split.train, { size: 1 })
    for await (const report of fit(objective, optimiser, data, { epochs, from: start, engine })(fitKey)) {
      model = report.model()
      yield { _tag: 'Step', done: report.step + 1 }
      const time = timetable(report)
      if (time === null) continue
      const milestone = { time, ...judge(model) }
      history.push(milestone)
      yield { _tag: 'Milestone', milestone }
    }
    return { untrained, history, final: judge(model), ...examine(classifier, split)(model) }
  }
