/**
 * Logistic regression on the digits, one sample at a time.
 *
 * @module
 */
import { dense, sgd, softmaxCrossEntropy, supervised } from 'pullback'
import { labels, trains } from '../pullback/learner.ts'
import { digitsToTrainOn } from '../start/digits.ts'
import { type Problem, valuesOf } from '../start/problem.ts'
import { randomState } from '../start/randomState.ts'
import type { Case } from './case.ts'

const rate = 0.01

const problem = (): Problem => {
  const random = randomState(0)
  const { rows, features, labels: digits } = digitsToTrainOn()
  return {
    kind: 'classifier',
    activation: null,
    rate,
    l2: 0,
    params: {
      w1: valuesOf(random.uniform(-0.1, 0.1, 640), 64, 10),
      b1: valuesOf(random.uniform(-0.1, 0.1, 10), 10),
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
  learner: trains(supervised(dense(64, 10), softmaxCrossEntropy), sgd(rate), labels),
}
