/**
 * One hidden layer on images of the size of Fashion-MNIST's, in batches: mostly matrix products.
 *
 * @module
 */
import { compose, dense, type FloatDType, leakyRelu, sgd, softmaxCrossEntropy, supervised } from 'pullback'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, rowsAt, valuesOf, zerosOf } from '../start/problem.ts'
import { randomState } from '../start/randomState.ts'
import type { Case } from './case.ts'

const [pixels, hidden, classes, examples, batch, rate] = [784, 64, 10, 20_000, 125, 0.001]

// The first of the 160 batches of the peers' shuffled data: more than any cache holds, and small enough for a file.
const batches = 32

const problem = (): Problem => {
  const random = randomState(0)
  const images = random.normal(1, examples * pixels)
  const clothes = random.integers(0, classes, examples)
  const w1 = random.normal(1 / 28, pixels * hidden)
  const w2 = random.normal(1 / 8, hidden * classes)
  const order = random.permutation(examples).subarray(0, batches * batch)
  return {
    kind: 'classifier',
    activation: 'leakyRelu',
    rate,
    l2: 0,
    params: {
      w1: valuesOf(w1, pixels, hidden),
      b1: zerosOf(hidden),
      w2: valuesOf(w2, hidden, classes),
      b2: zerosOf(classes),
    },
    inputs: valuesOf(rowsAt(images, pixels, order), batches, batch, pixels),
    targets: valuesOf(
      order.map(i => clothes[i]!),
      batches,
      batch,
    ),
  }
}

const classifier = compose(dense(pixels, hidden), leakyRelu(0.01), dense(hidden, classes))

const fashion = (name: string, dtype: FloatDType): Case => ({
  name,
  about: '784-64-10 with leaky ReLU, batches of 125',
  dtypes: [dtype],
  steps: batches,
  problem,
  learner: trains(supervised(classifier, softmaxCrossEntropy), sgd(rate), labels),
})

/** `s2-fashion-float64` and `s2-fashion-float32`. */
export const s2Fashion: readonly Case[] = [
  fashion('s2-fashion-float64', 'f64'),
  fashion('s2-fashion-float32', 'f32'),
]
