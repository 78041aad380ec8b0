/**
 * The notebook's network and its training: the same weights, the same batches, the same steps.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, chain, evaluate, map, of, type State } from 'fp-ts/lib/State.js'
import {
  accuracy,
  type Batches,
  compose,
  dense,
  type Engine,
  type FloatDType,
  fit,
  type Integers,
  key,
  leakyRelu,
  type Model,
  op,
  type ParamsOf,
  sgd,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  takeRows,
  tensor,
  zeros,
} from 'pullback'
import { normal, type RandomState, randomState, shuffle } from 'pullback/numpy'
import type { Clothes } from './data.ts'
import { type PixelStatistics, standardised } from './pixels.ts'

const [pixels, hidden, outputs, batch, rate] = [784, 64, 10, 125, 0.001] as const

/** A hidden layer of 64 leaky rectifiers between the pixels and a score for each class. */
export const notebookNetwork = (statistics: PixelStatistics, dtype: FloatDType) =>
  compose(standardised(statistics, dtype), dense(pixels, hidden), leakyRelu(0.01), dense(hidden, outputs))

/** The network that is trained. */
export type NotebookNetwork = ReturnType<typeof notebookNetwork>

const weights = pipe(
  normal(0, 1 / Math.sqrt(pixels), [pixels, hidden]),
  bindTo('wh'),
  bind('wo', () => normal(0, 1 / Math.sqrt(hidden), [hidden, outputs])),
)

type Order = Integers<[number]>

const inOrder = (n: number): Order =>
  tensor(
    Array.from({ length: n }, (_, i) => i),
    'i32',
  )

/** The list of examples in each epoch. Python shuffles it in place: each epoch's order is the one before, shuffled again. */
const orders = (n: number, epochs: number): State<RandomState, readonly Order[]> =>
  Array.from({ length: epochs }).reduce<State<RandomState, readonly Order[]>>(
    before =>
      pipe(
        before,
        chain(all =>
          pipe(
            shuffle(all.at(-1) ?? inOrder(n)),
            map(order => [...all, order]),
          ),
        ),
      ),
    of([]),
  )

const batchesIn = (data: Clothes, orders: readonly Order[]): Batches<Clothes> =>
  function* () {
    for (const order of orders)
      for (let from = 0; from < order.shape[0]; from += batch) {
        const size = Math.min(batch, order.shape[0] - from)
        yield takeRows(op.slice([from], [size])(order))(data) as Clothes
      }
  }

/** The event after each step, as the notebook keeps it: loss and accuracy on the batch, before the update. */
export interface NotebookStep {
  readonly loss: number
  readonly accuracy: number
  /** The epoch that ends with this step, if one does. */
  readonly epoch: number | null
  /** How many steps there are in all. */
  readonly of: number
}

/** What to train with. */
export interface NotebookOptions {
  readonly epochs: number
  readonly dtype: FloatDType
  readonly engine: Engine
}

/** Trains the network on the notebook's batches, from the seed 0; gives the trained model. */
export async function* trainNotebook(
  data: Clothes,
  network: NotebookNetwork,
  { epochs, dtype, engine }: NotebookOptions,
): AsyncGenerator<NotebookStep, Model<ParamsOf<NotebookNetwork>>, void> {
  const n = data.targets.shape[0]
  const perEpoch = Math.ceil(n / batch)
  const { wh, wo, order } = evaluate(randomState(0))(
    pipe(
      weights,
      bind('order', () => orders(n, epochs)),
    ),
  )
  const inDtype = <S extends readonly number[]>(x: Tensor<S>): Tensor<S> => op.convert(dtype)(x) as Tensor<S>
  const from: Model<ParamsOf<NotebookNetwork>> = {
    params: [
      {},
      { w: inDtype(wh), b: zeros([hidden], dtype) },
      {},
      { w: inDtype(wo), b: zeros([outputs], dtype) },
    ],
    state: [{}, {}, {}, {}],
  }
  // To `fit` this is one pass: it draws the orders of passes from keys, and here they are given.
  const run = fit(sgd(rate), batchesIn(data, order), {
    dtype,
    engine,
    from,
    metrics: { accuracy },
  })(supervised(softmaxCrossEntropy())(network))
  let trained = from
  for await (const { step, loss, metrics, model, endOfEpoch } of run(key(0))) {
    const done = step + 1
    const epoch = done % perEpoch === 0 ? done / perEpoch - 1 : null
    yield { loss, accuracy: metrics.accuracy!, epoch, of: epochs * perEpoch }
    if (endOfEpoch) trained = model()
  }
  return trained
}
