/**
 * The notebook from its first cell to its last, with its blanks filled, told figure by figure.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import {
  accuracy,
  type Engine,
  type FloatDType,
  fit,
  item,
  key,
  op,
  predict,
  sgd,
  type Tensor,
  tensor,
  toNested,
  toValues,
} from 'pullback'
import { checkLaws, norm } from 'pullback/laws'
import type { Progress, Settings } from '../example.ts'
import { type BatchIndices, batchAt, batchSize, converted, type Drawn, type Samples } from './data.ts'
import { dense } from './dense.ts'
import { softmaxLaws } from './laws.ts'
import { type Form, forms, losses } from './loss.ts'
import { objective, type Trained } from './model.ts'
import { type Timing, timings } from './timing.ts'

type Rows = readonly (readonly number[])[]

/** What training by one form gave: the mean loss of the batches of each epoch, and the weights in the end. */
export interface Training {
  readonly form: Form
  readonly losses: readonly number[]
  readonly model: Trained
}

/** All that there is to report. */
export interface JacobianRun {
  readonly drawn: Drawn
  readonly trainings: readonly Training[]
  readonly timings: readonly Timing[]
  readonly once: Once
}

/** One step on the first 16 samples. */
export interface Once {
  readonly before: Rows
  readonly after: Rows
  readonly loss: number
  readonly lossAfter: number
}

/** What a run tells. */
export type JacobianEvent =
  | { readonly event: 'data'; readonly seed: number }
  | ({ readonly event: 'once' } & Once)
  | { readonly event: 'batches'; readonly batches: readonly (readonly number[])[] }
  | { readonly event: 'epoch'; readonly epoch: number; readonly loss: number }
  /** How far another form is from the first after training: in the losses, and in the weights relative to their norm. */
  | { readonly event: 'agreement'; readonly form: Form; readonly losses: number; readonly weights: number }
  | { readonly event: 'law'; readonly id: string; readonly statement: string; readonly holds: boolean }
  | ({ readonly event: 'timing' } & Timing)
  | {
      readonly event: 'result'
      readonly firstLoss: number
      readonly lastLoss: number
      readonly finalLoss: number
      readonly accuracy: number
      readonly lawsHold: boolean
    }

const rowsOf = (w: Tensor<[3, 6]>): Rows => toNested(w) as Rows

const lossOf = ({ inputs, targets }: Samples, model: Trained): number =>
  item(losses.fused(targets)(predict(dense, model)(inputs))[0])

const shareRight = ({ inputs, targets }: Samples, model: Trained): number =>
  accuracy(op.argmax<[number]>(op.transpose()(targets)))(op.transpose()(predict(dense, model)(inputs)))

const stepOnce = async ({ once, data }: Drawn, dtype: FloatDType, engine: Engine): Promise<Once> => {
  const first = batchAt(data)(
    tensor(
      Array.from({ length: batchSize }, (_, i) => i),
      'i32',
    ),
  )
  const start: Trained = { params: { w: once }, state: {} }
  const options = { from: start, dtype, engine }
  let model = start
  let loss = Number.NaN
  for await (const report of fit(objective('jacobian'), sgd(1e-2), () => [first], options)(key(0))) {
    loss = report.loss
    model = report.model()
  }
  return { before: rowsOf(once), after: rowsOf(model.params.w), loss, lossAfter: lossOf(first, model) }
}

async function* train(
  form: Form,
  { data, weights }: Drawn,
  order: readonly BatchIndices[],
  dtype: FloatDType,
  engine: Engine,
): AsyncGenerator<{ readonly epoch: number; readonly loss: number }, Training, void> {
  const batches = order.map(epoch => epoch.map(batchAt(data)))
  const perEpoch = batches[0]?.length as number
  const start: Trained = { params: { w: weights }, state: {} }
  const [means, own]: [number[], number[]] = [[], []]
  let model = start
  // One pass over the batches of all epochs, in the order that was drawn for them.
  const options = { from: start, dtype, engine }
  for await (const report of fit(objective(form), sgd(1e-4), () => batches.flat(), options)(key(0))) {
    own.push(report.loss)
    if (report.endOfEpoch) model = report.model()
    if (own.length < perEpoch) continue
    const loss = own.splice(0).reduce((sum, x) => sum + x, 0) / perEpoch
    means.push(loss)
    yield { epoch: means.length, loss }
  }
  return { form, losses: means, model }
}

/** Does what the notebook does: one step, batches, training; then compares and times the three ways. */
export async function* runJacobian(
  given: Drawn,
  { engine, dtype: asked, short }: Settings,
): AsyncGenerator<JacobianEvent | Progress, JacobianRun, void> {
  const dtype = pipe(
    asked,
    getOrElse((): FloatDType => 'f64'),
  )
  const drawn = converted(dtype)(given)
  const order = short ? drawn.order.slice(0, 10) : drawn.order
  yield { event: 'data', seed: drawn.seed }
  const once = await stepOnce(drawn, dtype, engine)
  yield { event: 'once', ...once }
  yield { event: 'batches', batches: drawn.printed.map(places => Array.from(toValues(places))) }

  const trainings: Training[] = []
  for (const form of forms) {
    const epochs = train(form, drawn, order, dtype, engine)
    for (;;) {
      const { done, value } = await epochs.next()
      if (done) {
        trainings.push(value)
        break
      }
      if (form === 'jacobian') yield { event: 'epoch', ...value }
    }
  }
  const [first, ...others] = trainings as [Training, ...Training[]]
  for (const { form, losses, model } of others) {
    const difference = op.sub(model.params.w, first.model.params.w)
    yield {
      event: 'agreement',
      form,
      losses: Math.max(...losses.map((loss, i) => Math.abs(loss - (first.losses[i] as number)))),
      weights: norm(difference) / norm(first.model.params.w),
    }
  }

  const reports = checkLaws(softmaxLaws, { seed: drawn.seed, numRuns: 100 })
  for (const { id, statement, passed } of reports) yield { event: 'law', id, statement, holds: passed }
  const sizes = short ? [3, 10, 30] : [3, 10, 30, 100, 300]
  const measured = timings(sizes, { engine, rounds: short ? 3 : 7, milliseconds: short ? 5 : 20 })
  for (const timing of measured) yield { event: 'timing', ...timing }

  yield {
    event: 'result',
    firstLoss: first.losses[0] as number,
    lastLoss: first.losses.at(-1) as number,
    finalLoss: lossOf(drawn.data, first.model),
    accuracy: shareRight(drawn.data, first.model),
    lawsHold: reports.every(({ passed }) => passed),
  }
  return { drawn, trainings, timings: measured, once }
}
