/**
 * A convolutional network of the size of LeNet-5 on images of the size of MNIST's: convolutions, pooling, and some products.
 *
 * @module
 */
import {
  compose,
  conv2d,
  dense,
  flatten,
  key,
  maxPool2d,
  random,
  relu,
  type Shape,
  sgd,
  softmaxCrossEntropy,
  supervised,
  toValues,
} from 'pullback'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, valuesOf, zerosOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const [batches, batch, rate] = [16, 64, 0.01]

/** Samples of the normal distribution, of a stream of their own. */
const normal = (stream: number, deviation: number, ...shape: Shape) =>
  valuesOf(
    toValues(random.normal(shape, 0, deviation, { dtype: 'f64' })(key(stream))) as Float64Array,
    ...shape,
  )

/** He's width: the square root of 2 over the fan-in. */
const weight = (layer: number, fan: number, ...shape: Shape) => normal(layer, Math.sqrt(2 / fan), ...shape)

const problem = (): Problem => ({
  kind: 'lenet',
  rate,
  params: {
    w1: weight(1, 25, 6, 1, 5, 5),
    b1: zerosOf(6),
    w2: weight(2, 150, 16, 6, 5, 5),
    b2: zerosOf(16),
    w3: weight(3, 400, 400, 120),
    b3: zerosOf(120),
    w4: weight(4, 120, 120, 84),
    b4: zerosOf(84),
    // A tenth of it, so that training begins gently: what rounding does differently stays small.
    w5: weight(5, 8400, 84, 10),
    b5: zerosOf(10),
  },
  inputs: normal(6, 1, batches, batch, 1, 28, 28),
  targets: valuesOf(
    Int32Array.from({ length: batches * batch }, (_, i) => i % 10),
    batches,
    batch,
  ),
})

const network = compose(
  conv2d(1, 6, 5, { padding: 2 }),
  relu(),
  maxPool2d(2),
  conv2d(6, 16, 5),
  relu(),
  maxPool2d(2),
  flatten(),
  dense(400, 120),
  relu(),
  dense(120, 84),
  relu(),
  dense(84, 10),
)

/** `cnn-lenet`. */
export const cnnLenet: Case = {
  name: 'cnn-lenet',
  about: 'LeNet-5 with relu and maximum pooling, batches of 64',
  dtypes: ['f32', 'f64'],
  steps: 4,
  problem,
  learner: trains(supervised(softmaxCrossEntropy())(network), sgd(rate), labels),
}
