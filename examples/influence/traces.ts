/**
 * Traces of the examples that a network had to be taught against the others: by the gradients of each along training.
 *
 * @module
 */
import {
  batches,
  compile,
  compose,
  dense,
  type Engine,
  fit,
  init,
  key,
  label,
  lossOf,
  type ParamsOf,
  relu,
  sgd,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  toValues,
} from 'pullback'
import type { Corpus, Labelled } from './data.ts'

const net = compose(label('hidden')(dense(64, 32)), relu(), label('scores')(dense(32, 10)))
type Params = ParamsOf<typeof net>
const objective = supervised(softmaxCrossEntropy())(net)
const { state } = init(net)(key(0))

/** The rate of training: TracIn is for plain gradient descent. */
const rate = 0.2

/** What is known of the examples after an epoch. */
export interface Trace {
  readonly epoch: number
  /** The mean loss of the epoch's steps. */
  readonly loss: number
  /** For each example the sum of `rate · ‖gradient‖²` over the epochs until now: its influence on itself. */
  readonly scores: readonly number[]
}

/**
 * Trains a network with one hidden layer, and after each epoch asks for the gradient of every example: what a step on it would change
 * in its own loss (Pruthi, Liu, Kale and Sundararajan: “Estimating training data influence by tracing gradient descent”, 2020).
 */
export async function* tracing(
  { train, seed }: Corpus,
  epochs: number,
  engine: Engine,
): AsyncGenerator<Trace, readonly Trace[], void> {
  const norms = compile(
    (params: Params, examples: Labelled): Tensor<[number]> =>
      smooth.perExampleGradientNorms(lossOf(state)(objective))(params, examples),
    { engine },
  )
  const size = 50
  const perEpoch = Math.ceil(train.targets.shape[0] / size)
  const run = fit(sgd(rate), batches(train, { size, shuffle: true }), {
    epochs,
    dtype: 'f64',
    engine,
  })(objective)
  const traces: Trace[] = []
  let losses: number[] = []
  for await (const { step, loss, model } of run(key(seed))) {
    losses.push(loss)
    if ((step + 1) % perEpoch !== 0) continue
    const before = traces.at(-1)?.scores
    const squares = Array.from(toValues(norms(model().params, train)), norm => rate * norm ** 2)
    const trace = {
      epoch: traces.length + 1,
      loss: losses.reduce((sum, x) => sum + x, 0) / losses.length,
      scores: squares.map((own, i) => own + (before?.[i] ?? 0)),
    }
    losses = []
    traces.push(trace)
    yield trace
  }
  return traces
}
