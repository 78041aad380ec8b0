/**
 * Softmax regression on images of the size of MNIST's.
 *
 * @module
 */
import { dense, sgd, softmaxCrossEntropy, supervised } from 'pullback'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, valuesOf } from '../start/problem.ts'
import { randomState } from '../start/randomState.ts'
import type { Case } from './case.ts'

const [pixels, classes, examples, batch, rate] = [784, 10, 20_000, 2000, 1e-5]

// Pixels are not scaled, as in the notebook: hence the small rate.
const problem = (): Problem => {
  const random = randomState(0)
  const images = random.uniform(0, 1, examples * pixels).map(x => x * 255)
  const digits = random.integers(0, classes, examples)
  const batches = examples / batch
  return {
    kind: 'classifier',
    activation: null,
    rate,
    l2: 0,
    params: {
      w1: valuesOf(random.normal(0.01, pixels * classes), pixels, classes),
      b1: valuesOf(random.normal(0.01, classes), classes),
    },
    inputs: valuesOf(images, batches, batch, pixels),
    targets: valuesOf(digits, batches, batch),
  }
}

/** `s0-mnist-softmax`. */
export const s0Softmax: Case = {
  name: 's0-mnist-softmax',
  about: 'softmax regression 784-10, batches of 2,000',
  dtypes: ['f64', 'f32'],
  steps: 10,
  problem,
  learner: trains(supervised(dense(pixels, classes), softmaxCrossEntropy), sgd(rate), labels),
}
