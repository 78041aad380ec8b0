/**
 * Training as the notebook means it: one step to look at, and epochs of batches in the order that was drawn.
 *
 * @module
 */
import { type Engine, fit, item, key, last, predict, sgd, tensor, toNested } from 'pullback'
import { type BatchIndices, batchAt, batchSize, type Drawn, type Samples } from './data.ts'
import { dense } from './dense.ts'
import { type Form, losses } from './loss.ts'
import { objective, type Trained } from './model.ts'

/** Weights as rows of numbers. */
type Rows = readonly (readonly number[])[]

/** One step on the first 16 samples. */
export interface Once {
  readonly before: Rows
  readonly after: Rows
  readonly loss: number
  readonly lossAfter: number
}

/** The mean loss of the batches of an epoch, counted from 1. */
export interface Epoch {
  readonly event: 'epoch'
  readonly form: Form
  readonly epoch: number
  readonly loss: number
}

/** What training by one form gave: the losses of its epochs, and the weights in the end. */
export interface Training {
  readonly form: Form
  readonly losses: readonly number[]
  readonly model: Trained
}

/** The loss of a model on some samples. */
export const lossOf = ({ inputs, targets }: Samples, model: Trained): number =>
  item(losses.fused(targets)(predict(dense, model)(inputs))[0])

const beginning = (w: Trained['params']['w'], engine: Engine) => ({
  from: { params: { w }, state: {} },
  dtype: w.dtype,
  engine,
})

const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length

/** The cell that makes one step, at a rate of 0.01, on the first samples as they come. */
export const stepOnce = async ({ once, data }: Drawn, engine: Engine): Promise<Once> => {
  const places = Array.from({ length: batchSize }, (_, i) => i)
  const first = batchAt(data)(tensor(places, 'i32'))
  const step = fit(sgd(1e-2), () => [first], beginning(once, engine))(objective('jacobian'))
  const { loss, model } = await last(step(key(0)))
  return {
    before: toNested(once) as Rows,
    after: toNested(model().params.w) as Rows,
    loss,
    lossAfter: lossOf(first, model()),
  }
}

/** The cell that trains, at a rate of 0.0001. */
export async function* train(
  form: Form,
  order: readonly BatchIndices[],
  { data, weights }: Drawn,
  engine: Engine,
): AsyncGenerator<Epoch, Training, void> {
  const [own, means]: [number[], number[]] = [[], []]
  // To `fit` all epochs are one pass: their orders are drawn already.
  const batches = order.flat().map(batchAt(data))
  const size = batches.length / order.length
  const training = fit(sgd(1e-4), () => batches, beginning(weights, engine))(objective(form))
  let model: Trained = { params: { w: weights }, state: {} }
  for await (const report of training(key(0))) {
    own.push(report.loss)
    if (own.length % size !== 0) continue
    const loss = mean(own.slice(-size))
    means.push(loss)
    model = report.model()
    yield { event: 'epoch', form, epoch: means.length, loss }
  }
  return { form, losses: means, model }
}
