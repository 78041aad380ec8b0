/**
 * Softmax regression on images of the size of MNIST's.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate } from 'fp-ts/lib/State.js'
import { dense, op, sgd, softmaxCrossEntropy, supervised } from 'pullback'
import { normal, randint, randomState, uniform } from 'pullback/numpy'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, valuesIn } from '../start/problem.ts'
import type { Case } from './case.ts'

const [pixels, classes, examples, batch, rate] = [784, 10, 20_000, 2000, 1e-5]

const batches = examples / batch

const draws = pipe(
  uniform(0, 1, [batches, batch, pixels]),
  bindTo('images'),
  bind('digits', () => randint(0, classes, [batches, batch])),
  bind('w', () => normal(0, 0.01, [pixels, classes])),
  bind('b', () => normal(0, 0.01, [classes])),
)

// Pixels are not scaled, as in the notebook: hence the small rate.
const problem = (): Problem => {
  const { images, digits, w, b } = evaluate(randomState(0))(draws)
  return {
    kind: 'classifier',
    activation: null,
    rate,
    l2: 0,
    params: {
      w1: valuesIn(w),
      b1: valuesIn(b),
    },
    inputs: valuesIn(op.scale(255)(images)),
    targets: valuesIn(digits),
  }
}

/** `s0-mnist-softmax`. */
export const s0Softmax: Case = {
  name: 's0-mnist-softmax',
  about: 'softmax regression 784-10, batches of 2,000',
  dtypes: ['f64', 'f32'],
  steps: 10,
  problem,
  learner: trains(supervised(softmaxCrossEntropy())(dense(pixels, classes)), sgd(rate), labels),
}
