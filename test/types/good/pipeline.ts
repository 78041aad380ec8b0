import { pipe } from 'fp-ts/lib/function.js'
import {
  type AnyOptimiser,
  accuracy,
  adam,
  type Batch,
  type Batches,
  batches,
  compose,
  dense,
  fit,
  huber,
  init,
  key,
  l2Penalty,
  last,
  lossOf,
  type Objective,
  op,
  penalised,
  relu,
  sgd,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  trainingStep,
  zeros,
} from 'pullback'

// The pipeline of training infers everything, without annotations and without casts.

const net = compose(dense(784, 64), relu(), dense(64, 10))
const data = batches({ inputs: zeros([8, 784]), targets: zeros([8], 'i32') }, { size: 2, shuffle: true })

const training = pipe(
  net,
  supervised(softmaxCrossEntropy()),
  penalised(l2Penalty(1e-4)),
  fit(adam(1e-3), data, { epochs: 5, metrics: { accuracy } }),
)
for await (const report of training(key(0))) {
  const share: number = report.metrics.accuracy
  const weights: Tensor<[784, 64]> = report.model().params[0].w
  console.log(share, weights)
}

// A report is that of the model, exactly.
const report = await pipe(key(0), training, last)
const first: Tensor<[784, 64]> = report.checkpoint().params[0].w
// @ts-expect-error there is no such metric
const missing = report.metrics.recall
export const rest = [first, missing]

// What continues, starts from a model, or does one step.
const objective = pipe(net, supervised(softmaxCrossEntropy()))
export const further = pipe(objective, fit(adam(1e-3), data, { epochs: 9, from: report.checkpoint() }))
export const tuned = pipe(objective, fit(sgd(0.1), data, { from: report.model() }))
export const step = pipe(objective, trainingStep(adam(1e-3)))
export const gradients = pipe(
  net,
  supervised(softmaxCrossEntropy()),
  lossOf(init(net)(key(0)).state),
  smooth.perExampleGradients,
)

// Smoothed labels and a batch of sequences; a loss of one's own; a metric of one's own.
const steps = batches({ inputs: zeros([8, 5, 784]), targets: zeros([8, 5], 'i32') }, { size: 2 })
export const sequences = pipe(
  net,
  supervised(softmaxCrossEntropy({ labelSmoothing: 0.1, ignoreIndex: -1 })),
  fit(sgd(0.1), steps),
)
const own = (targets: Tensor<[number, 10]>) => huber({ delta: 2 })(targets)
const bias = (targets: Tensor) => (predictions: Tensor) => op.sub(predictions, targets).shape.length
const rows = batches({ inputs: zeros([8, 784]), targets: zeros([8, 10]) }, { size: 2 })
export const regression = pipe(net, supervised(own), fit(sgd(0.1), rows, { metrics: { bias } }))

// Configured once, for any objective; and a function of any objective.
export const course = fit(sgd(0.1), data, { epochs: 3 })
export const runs = [pipe(dense(784, 10), supervised(softmaxCrossEntropy()), course), course(objective)]
export const trained = <I, T, Y, P, S>(
  any: Objective<I, T, Y, P, S>,
  optimiser: AnyOptimiser,
  examples: Batches<Batch<I, T>>,
) => pipe(any, fit(optimiser, examples, { epochs: 3 }))

// Sizes that are known at run time only fit every size.
const width = Number('784')
const wide = batches({ inputs: zeros([8, width]), targets: zeros([width], 'i32') }, { size: 2 })
export const open = pipe(dense(width, 10), supervised(softmaxCrossEntropy()), fit(sgd(0.1), wide))
