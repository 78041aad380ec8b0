/**
 * Logistic regression on the digits, one sample at a time.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate } from 'fp-ts/lib/State.js'
import { dense, sgd, softmaxCrossEntropy, supervised } from 'pullback'
import { randomState, uniform } from 'pullback/numpy'
import { labels, trains } from '../pullback/learner.ts'
import { digitsToTrainOn } from '../start/digits.ts'
import { type Problem, valuesIn, valuesOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const rate = 0.01

const draws = pipe(
  uniform(-0.1, 0.1, [64, 10]),
  bindTo('w'),
  bind('b', () => uniform(-0.1, 0.1, [10])),
)

const problem = (): Problem => {
  const { w, b } = evaluate(randomState(0))(draws)
  const { rows, features, labels: digits } = digitsToTrainOn()
  return {
    kind: 'classifier',
    activation: null,
    rate,
    l2: 0,
    params: {
      w1: valuesIn(w),
      b1: valuesIn(b),
    },
    inputs: valuesOf(features, rows, 1, 64),
    targets: valuesOf(digits, rows, 1),
  }
}

/** `s1-logreg-sgd1`. */
export const s1Logistic: Case = {
  name: 's1-logreg-sgd1',
  about: 'logistic regression on digits 64-10, one sample a step',
  dtypes: ['f64', 'f32'],
  steps: 300,
  problem,
  learner: trains(supervised(softmaxCrossEntropy())(dense(64, 10)), sgd(rate), labels),
}
