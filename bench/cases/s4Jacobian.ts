/**
 * A softmax layer and a cross-entropy that know nothing of each other: the notebook multiplies by the softmax's Jacobian,
 * pullback's softmax has a pullback.
 *
 * @module
 */
import { compose, crossEntropy, dense, sgd, softmax, supervised } from 'pullback'
import { oneHotOf, trains } from '../pullback/learner.ts'
import { type Problem, valuesOf } from '../start/problem.ts'
import { randomState } from '../start/randomState.ts'
import type { Case } from './case.ts'

const [features, classes, examples, batch, rate] = [5, 3, 64, 16, 1e-4]

// The notebook keeps examples in columns.
const transposed = (table: ArrayLike<number>, rows: number, columns: number): Float64Array =>
  Float64Array.from({ length: rows * columns }, (_, i) => table[(i % rows) * columns + Math.floor(i / rows)]!)

const problem = (): Problem => {
  const random = randomState(0)
  const inputs = transposed(random.integers(3, 10, features * examples), features, examples)
  const targets = random.integers(0, classes, examples)
  const weights = transposed(random.normal(1, classes * (features + 1)), classes, features + 1)
  return {
    kind: 'classifier',
    activation: null,
    rate,
    l2: 0,
    params: {
      w1: valuesOf(weights.subarray(0, features * classes), features, classes),
      b1: valuesOf(new Float64Array(classes).fill(0.01), classes),
    },
    inputs: valuesOf(inputs, examples / batch, batch, features),
    targets: valuesOf(targets, examples / batch, batch),
  }
}

const classifier = compose(dense(features, classes), softmax())

/** `s4-softmax-jacobian`. */
export const s4Jacobian: Case = {
  name: 's4-softmax-jacobian',
  about: 'softmax and cross-entropy as layers of their own, 5-3, batches of 16',
  dtypes: ['f64'],
  steps: 200,
  problem,
  learner: trains(supervised(classifier, crossEntropy), sgd(rate), oneHotOf(classes)),
}
