/**
 * Three arms of a spiral, all points in each step, with a penalty on all parameters.
 *
 * @module
 */
import {
  compose,
  dense,
  everything,
  l2Penalty,
  linear,
  penalised,
  relu,
  sgd,
  softmaxCrossEntropy,
  supervised,
} from 'pullback'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, rowsAt, valuesOf } from '../start/problem.ts'
import { randomState } from '../start/randomState.ts'
import type { Case } from './case.ts'

const [arms, perArm, train, hidden, rate, strength] = [3, 300, 603, 200, 0.1, 0.001]

/** `numpy.linspace(from, to, perArm)`. */
const linspace = (from: number, to: number): readonly number[] =>
  Array.from({ length: perArm }, (_, i) => from + i * ((to - from) / (perArm - 1)))

const problem = (): Problem => {
  const random = randomState(0)
  const points: number[] = []
  for (let arm = 0; arm < arms; arm++) {
    const noise = random.normal(1, perArm)
    const radius = linspace(0, 1)
    linspace(arm * 8, (arm + 1) * 8).forEach((turn, i) => {
      const angle = turn + noise[i]! * 0.2
      // The constant 1 makes the last row of the first weight a bias, as in the notebook.
      points.push(radius[i]! * Math.sin(angle), radius[i]! * Math.cos(angle), 1)
    })
  }
  const order = random.permutation(arms * perArm).subarray(0, train)
  const w1 = random.normal(1, 3 * hidden).map(x => x * Math.sqrt(2 / 2 + 1))
  const w2 = random.normal(1, (hidden + 1) * arms).map(x => x * Math.sqrt(2 / (hidden + 1)))
  return {
    kind: 'classifier',
    activation: 'relu',
    rate,
    l2: strength,
    params: {
      w1: valuesOf(w1, 3, hidden),
      w2: valuesOf(w2.subarray(0, hidden * arms), hidden, arms),
      b2: valuesOf(w2.subarray(hidden * arms), arms),
    },
    inputs: valuesOf(rowsAt(Float64Array.from(points), 3, order), 1, train, 3),
    targets: valuesOf(
      order.map(i => Math.floor(i / perArm)),
      1,
      train,
    ),
  }
}

const classifier = compose(linear(3, hidden), relu(), dense(hidden, arms))
const objective = penalised(supervised(classifier, softmaxCrossEntropy), l2Penalty(strength, everything))

/** `s3-spiral-full`. */
export const s3Spiral: Case = {
  name: 's3-spiral-full',
  about: 'spiral 3-200-3 with ReLU and an L2 penalty, all 603 points in a step',
  dtypes: ['f64', 'f32'],
  // At this rate the loss swings wildly: rounding errors grow by half in each step, so long runs cannot be compared.
  steps: 10,
  problem,
  learner: trains(objective, sgd(rate), labels),
}
