/**
 * Training a classifier, with a look at it now and then.
 *
 * @module
 */
import {
  type Batches,
  type Empty,
  type Engine,
  type FloatDType,
  fit,
  type Integers,
  init,
  type Key,
  type Model,
  type Objective,
  type Optimiser,
  type Report,
  random,
  type Tensor,
} from 'pullback'
import type { Digits } from './data.ts'
import type { Classifier } from './models.ts'

/** A model and how it is trained; `P` are its parameters, `O` and `R` the optimiser's state and rates. */
export interface Recipe<P, O, R> {
  readonly classifier: Classifier<P>
  readonly objective: Objective<Tensor<[...number[], 64]>, Integers<[number]>, unknown, P, Empty>
  readonly optimiser: Optimiser<O, R>
  readonly epochs: number
}

/** When a model is looked at: the time of a report at which it is, `null` for the others. */
export type Timetable = (
  report: Pick<Report<unknown, unknown, unknown>, 'step' | 'epoch' | 'endOfEpoch'>,
) => number | null

/** After each hundredth update, from the first on. */
export const everyHundredUpdates: Timetable = ({ step }) => (step % 100 === 0 ? step : null)

/** After each epoch, counted from 1. */
export const everyEpoch: Timetable = ({ epoch, endOfEpoch }) => (endOfEpoch ? epoch + 1 : null)

/** The events on the way: what was seen of the untrained model, each update, and what was seen now and then. */
export type Told<E> =
  | { readonly _tag: 'Untrained'; readonly seen: E }
  | { readonly _tag: 'Step'; readonly done: number }
  | { readonly _tag: 'Milestone'; readonly time: number; readonly seen: E }

/** What the numbers are, and who computes with them. */
export interface Machinery {
  readonly engine: Engine
  readonly dtype: FloatDType
}

/** Trains from fresh parameters on batches of examples, and gives the last model. */
export const train = <P, O, R, E>(
  { classifier, objective, optimiser, epochs }: Recipe<P, O, R>,
  data: Batches<Digits>,
  look: (model: Model<P>) => E,
  timetable: Timetable,
  { engine, dtype }: Machinery,
) =>
  async function* (key: Key): AsyncGenerator<Told<E>, Model<P>, void> {
    const [initKey, fitKey] = random.split(2)(key)
    let model: Model<P> = init(classifier, { dtype })(initKey)
    yield { _tag: 'Untrained', seen: look(model) }
    for await (const report of fit(optimiser, data, { epochs, from: model, engine })(objective)(fitKey)) {
      const time = timetable(report)
      if (time !== null || report.endOfEpoch) model = report.model()
      yield { _tag: 'Step', done: report.step + 1 }
      if (time !== null) yield { _tag: 'Milestone', time, seen: look(model) }
    }
    return model
  }
