/**
 * A small network that does better than the notebook's, and how it is trained.
 *
 * @module
 */
import {
  accuracy,
  adam,
  batches,
  compile,
  compose,
  dense,
  type Engine,
  fit,
  key,
  type Model,
  op,
  type ParamsOf,
  predict,
  relu,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
} from 'pullback'
import type { Clothes } from './data.ts'
import { edgeFeatures, edges } from './edges.ts'

/** The network: another declaration here is all that it takes to try another one. */
export const bestNetwork = compose(
  edges(),
  dense(edgeFeatures, 256),
  relu(),
  dense(256, 128),
  relu(),
  dense(128, 10),
)

const objective = supervised(softmaxCrossEntropy())(bestNetwork)

/** The network's parameters. */
export type BestModel = Model<ParamsOf<typeof bestNetwork>>

/** Half a cosine from the peak down to 0 (Loshchilov and Hutter 2017). */
const annealed =
  (peak: number, steps: number) =>
  (step: number): number =>
    (peak / 2) * (1 + Math.cos((Math.PI * step) / steps))

/** How many examples are classified at a time. */
const portion = 1000

/** The scores that a model gives, computed by an engine. */
export const scoring = (engine: Engine): ((model: BestModel, data: Clothes) => Tensor<[number, 10]>) => {
  const score = compile(
    (model: BestModel, inputs: Clothes['inputs']) =>
      predict(bestNetwork, model)(inputs) as Tensor<[number, 10]>,
    { engine },
  )
  return (model, { inputs }) => {
    const n = inputs.shape[0]
    const portions = Array.from({ length: Math.ceil(n / portion) }, (_, i) => {
      const from = i * portion
      return score(
        model,
        op.slice([from, 0], [Math.min(portion, n - from), 784])(inputs) as Clothes['inputs'],
      )
    })
    return op.concat(0)(...portions) as Tensor<[number, 10]>
  }
}

/** The event after each epoch. */
export interface BestEpoch {
  readonly epoch: number
  /** The mean over the epoch's batches, each before its update. */
  readonly loss: number
  readonly testAccuracy: number
  /** Since the beginning, evaluations included. */
  readonly seconds: number
}

/** How it is trained. */
export interface BestOptions {
  readonly epochs: number
  readonly seed: number
  readonly engine: Engine
}

const [size, peak] = [128, 0.001] as const

/** Trains the network, with a report of each epoch; gives the trained model. */
export async function* trainBest(
  train: Clothes,
  test: Clothes,
  { epochs, seed, engine }: BestOptions,
): AsyncGenerator<BestEpoch, BestModel, void> {
  const perEpoch = Math.ceil(train.targets.shape[0] / size)
  const optimiser = adam(annealed(peak, epochs * perEpoch))
  const run = fit(optimiser, batches(train, { size, shuffle: true }), { epochs, engine })(objective)
  const score = scoring(engine)
  const began = performance.now()
  let [model, losses]: [BestModel | null, number[]] = [null, []]
  for await (const report of run(key(seed))) {
    losses.push(report.loss)
    if (!report.endOfEpoch) continue
    model = report.model()
    yield {
      epoch: report.epoch,
      loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      testAccuracy: accuracy(test.targets)(score(model, test)),
      seconds: (performance.now() - began) / 1000,
    }
    losses = []
  }
  return model as BestModel
}
