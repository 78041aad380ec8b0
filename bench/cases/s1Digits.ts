/**
 * A small hidden layer on the digits, one sample at a time: hardly any arithmetic, so what is measured is everything else.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate } from 'fp-ts/lib/State.js'
import { compose, dense, sgd, sigmoid, softmaxCrossEntropy, supervised } from 'pullback'
import { randomState, uniform } from 'pullback/numpy'
import { labels, trains } from '../pullback/learner.ts'
import { digitsToTrainOn } from '../start/digits.ts'
import { type Problem, valuesIn, valuesOf, zerosOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const rate = 0.1

const draws = pipe(
  uniform(-0.01, 0.01, [64, 10]),
  bindTo('w1'),
  bind('w2', () => uniform(-0.01, 0.01, [10, 10])),
)

const problem = (): Problem => {
  const { w1, w2 } = evaluate(randomState(0))(draws)
  const { rows, features, labels: digits } = digitsToTrainOn()
  return {
    kind: 'classifier',
    activation: 'sigmoid',
    rate,
    l2: 0,
    params: {
      w1: valuesIn(w1),
      b1: zerosOf(10),
      w2: valuesIn(w2),
      b2: zerosOf(10),
    },
    inputs: valuesOf(features, rows, 1, 64),
    targets: valuesOf(digits, rows, 1),
  }
}

const classifier = compose(dense(64, 10), sigmoid(), dense(10, 10))

/** `s1-digits-sgd1`. */
export const s1Digits: Case = {
  name: 's1-digits-sgd1',
  about: 'digits 64-10-10 with sigmoid, one sample a step',
  dtypes: ['f64', 'f32'],
  steps: 300,
  problem,
  learner: trains(supervised(softmaxCrossEntropy())(classifier), sgd(rate), labels),
}
