/**
 * A long short-term memory over longer and longer sequences: what a step takes, and what it takes until the first one is done.
 *
 * @module
 */
import {
  type AnyTensor,
  compose,
  dense,
  key,
  label,
  lstm,
  random,
  type Shape,
  sgd,
  softmaxCrossEntropy,
  supervised,
  toValues,
  tree,
} from 'pullback'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, valuesIn, valuesOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const [batches, batch, rate] = [4, 32, 0.1]
const [features, hidden, classes] = [64, 128, 10] as const

const network = compose(
  label('lstm')(lstm(features, hidden, { output: 'last' })),
  label('next')(dense(hidden, classes)),
)

const normal = (...shape: Shape) =>
  valuesOf(toValues(random.normal(shape, 0, 1, { dtype: 'f64' })(key(1))) as Float64Array, ...shape)

const problem = (length: number): Problem => {
  const { params } = network.init(key(0), 'f64')
  return {
    kind: 'lstm',
    rate,
    params: Object.fromEntries(
      tree.entries(params).map(({ path, leaf }) => [path.join('.'), valuesIn(leaf as AnyTensor)]),
    ),
    inputs: normal(batches, batch, length, features),
    targets: valuesOf(
      Int32Array.from({ length: batches * batch }, (_, i) => i % classes),
      batches,
      batch,
    ),
  }
}

/** `lstm-16` to `lstm-1024`. */
export const lstms: readonly Case[] = [16, 64, 256, 1024].map(length => ({
  name: `lstm-${length}`,
  about: `an LSTM from ${features} to ${hidden} over ${length} times, its last output through a dense layer, batches of ${batch}`,
  dtypes: ['f32'],
  steps: 5,
  problem: () => problem(length),
  heavy: true,
  learner: trains(supervised(softmaxCrossEntropy())(network), sgd(rate), labels),
  peers: ['torch', 'torch-1', 'jax'],
  growth: { family: 'lstm', unit: 'times', size: length, preparation: true, patience: 2 },
}))
