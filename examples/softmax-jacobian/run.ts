/**
 * The notebook from its first cell to its last, with its blanks filled, reported figure by figure.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import { accuracy, type FloatDType, op, predict, toValues } from 'pullback'
import { checkLaws, norm } from 'pullback/laws'
import type { Settings } from '../example.ts'
import { converted, type Drawn, type Samples } from './data.ts'
import { dense } from './dense.ts'
import { softmaxLaws } from './laws.ts'
import type { Form } from './loss.ts'
import type { Trained } from './model.ts'
import { type Timing, timings } from './timing.ts'
import { type Epoch, lossOf, type Once, stepOnce, type Training, train } from './train.ts'

/** All that there is to report; the first training is by the Jacobian. */
export interface JacobianRun {
  readonly once: Once
  readonly trainings: readonly [Training, ...Training[]]
  readonly timings: readonly Timing[]
}

/** How far a form is from the first one after training: in its losses, and in its weights relative to their norm. */
export interface Agreement {
  readonly form: Form
  readonly losses: number
  readonly weights: number
}

/** What a run tells. */
export type JacobianEvent =
  | { readonly event: 'data'; readonly seed: number }
  | ({ readonly event: 'once' } & Once)
  | { readonly event: 'batches'; readonly batches: readonly (readonly number[])[] }
  | Epoch
  | ({ readonly event: 'agreement' } & Agreement)
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

const shareRight = ({ inputs, targets }: Samples, model: Trained): number =>
  accuracy(op.argmax<[number]>(op.transpose()(targets)))(op.transpose()(predict(dense, model)(inputs)))

const agreement =
  (first: Training) =>
  ({ form, losses, model }: Training): Agreement => {
    const [w, own] = [first.model.params.w, model.params.w]
    return {
      form,
      losses: Math.max(...losses.map((loss, i) => Math.abs(loss - (first.losses[i] as number)))),
      weights: norm(op.sub(own, w)) / norm(w),
    }
  }

/** Does what the notebook does: one step, batches, training; then compares and times the three ways. */
export async function* runJacobian(
  given: Drawn,
  { engine, dtype, short }: Settings,
): AsyncGenerator<JacobianEvent, JacobianRun, void> {
  const drawn = pipe(
    dtype,
    getOrElse((): FloatDType => 'f64'),
    converted,
  )(given)
  yield { event: 'data', seed: drawn.seed }
  const once = await stepOnce(drawn, engine)
  yield { event: 'once', ...once }
  yield { event: 'batches', batches: drawn.printed.map(places => Array.from(toValues(places))) }

  const order = short ? drawn.order.slice(0, 10) : drawn.order
  const first = yield* train('jacobian', order, drawn, engine)
  const second = yield* train('pullback', order, drawn, engine)
  const third = yield* train('fused', order, drawn, engine)
  for (const other of [second, third]) yield { event: 'agreement', ...agreement(first)(other) }

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
  return { once, trainings: [first, second, third], timings: measured }
}
