/**
 * A softmax layer and a cross-entropy that know nothing of each other: the notebook multiplies by the softmax's Jacobian,
 * pullback's softmax has a pullback.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate } from 'fp-ts/lib/State.js'
import { compose, crossEntropy, dense, op, sgd, softmax, supervised } from 'pullback'
import { randint, randomState, standardNormal } from 'pullback/numpy'
import { oneHotOf, trains } from '../pullback/learner.ts'
import { type Problem, valuesIn, valuesOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const [features, classes, examples, batch, rate] = [5, 3, 64, 16, 1e-4]

const batches = examples / batch

// The notebook keeps examples in columns.
const draws = pipe(
  randint(3, 10, [features, examples]),
  bindTo('columns'),
  bind('targets', () => randint(0, classes, [batches, batch])),
  bind('weights', () => standardNormal([classes, features + 1])),
)

const problem = (): Problem => {
  const { columns, targets, weights } = evaluate(randomState(0))(draws)
  const inputs = op.convert('f64')(op.transpose([1, 0])(columns))
  return {
    kind: 'classifier',
    activation: null,
    rate,
    l2: 0,
    params: {
      w1: valuesIn(op.transpose([1, 0])(op.slice([0, 0], [classes, features])(weights))),
      b1: valuesOf(new Float64Array(classes).fill(0.01), classes),
    },
    inputs: valuesIn(op.reshape([batches, batch, features])(inputs)),
    targets: valuesIn(targets),
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
  learner: trains(supervised(crossEntropy())(classifier), sgd(rate), oneHotOf(classes)),
}
