/**
 * One hidden layer on images of the size of Fashion-MNIST's, in batches: mostly matrix products.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate } from 'fp-ts/lib/State.js'
import {
  compose,
  dense,
  type FloatDType,
  leakyRelu,
  op,
  sgd,
  softmaxCrossEntropy,
  supervised,
  takeRows,
} from 'pullback'
import { normal, permutation, randint, randomState, standardNormal } from 'pullback/numpy'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, valuesIn, zerosOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const [pixels, hidden, classes, examples, batch, rate] = [784, 64, 10, 20_000, 125, 0.001]

// The first of the 160 batches of the peers' shuffled data: more than any cache holds, and small enough for a file.
const batches = 32

const draws = pipe(
  standardNormal([examples, pixels]),
  bindTo('images'),
  bind('clothes', () => randint(0, classes, [examples])),
  bind('w1', () => normal(0, 1 / 28, [pixels, hidden])),
  bind('w2', () => normal(0, 1 / 8, [hidden, classes])),
  bind('order', () => permutation(examples)),
)

const problem = (): Problem => {
  const { images, clothes, w1, w2, order } = evaluate(randomState(0))(draws)
  const chosen = op.slice([0], [batches * batch])(order)
  return {
    kind: 'classifier',
    activation: 'leakyRelu',
    rate,
    l2: 0,
    params: {
      w1: valuesIn(w1),
      b1: zerosOf(hidden),
      w2: valuesIn(w2),
      b2: zerosOf(classes),
    },
    inputs: valuesIn(op.reshape([batches, batch, pixels])(takeRows(chosen)(images))),
    targets: valuesIn(op.reshape([batches, batch])(takeRows(chosen)(clothes))),
  }
}

const classifier = compose(dense(pixels, hidden), leakyRelu(0.01), dense(hidden, classes))

const fashion = (name: string, dtype: FloatDType): Case => ({
  name,
  about: '784-64-10 with leaky ReLU, batches of 125',
  dtypes: [dtype],
  steps: batches,
  problem,
  learner: trains(supervised(softmaxCrossEntropy())(classifier), sgd(rate), labels),
})

/** `s2-fashion-float64` and `s2-fashion-float32`. */
export const s2Fashion: readonly Case[] = [
  fashion('s2-fashion-float64', 'f64'),
  fashion('s2-fashion-float32', 'f32'),
]
