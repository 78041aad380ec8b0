/**
 * Three arms of a spiral, all points in each step, with a penalty on all parameters.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate } from 'fp-ts/lib/State.js'
import {
  allParams,
  compose,
  dense,
  l2Penalty,
  linear,
  op,
  penalised,
  relu,
  sgd,
  softmaxCrossEntropy,
  supervised,
  toValues,
} from 'pullback'
import { permutation, randomState, standardNormal } from 'pullback/numpy'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, rowsAt, valuesIn, valuesOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const [arms, perArm, train, hidden, rate, strength] = [3, 300, 603, 200, 0.1, 0.001]

/** `numpy.linspace(from, to, perArm)`. */
const linspace = (from: number, to: number): readonly number[] =>
  Array.from({ length: perArm }, (_, i) => from + i * ((to - from) / (perArm - 1)))

const draws = pipe(
  standardNormal([arms * perArm]),
  bindTo('noise'),
  bind('order', () => permutation(arms * perArm)),
  bind('w1', () => standardNormal([3, hidden])),
  bind('w2', () => standardNormal([hidden + 1, arms])),
)

const problem = (): Problem => {
  const { noise, order, w1, w2 } = evaluate(randomState(0))(draws)
  const wobble = toValues(noise)
  const chosen = toValues(op.slice([0], [train])(order)) as Int32Array
  const points: number[] = []
  for (let arm = 0; arm < arms; arm++) {
    const radius = linspace(0, 1)
    linspace(arm * 8, (arm + 1) * 8).forEach((turn, i) => {
      const angle = turn + wobble[arm * perArm + i]! * 0.2
      // The constant 1 makes the last row of the first weight a bias, as in the notebook.
      points.push(radius[i]! * Math.sin(angle), radius[i]! * Math.cos(angle), 1)
    })
  }
  const second = op.scale(Math.sqrt(2 / (hidden + 1)))(w2)
  return {
    kind: 'classifier',
    activation: 'relu',
    rate,
    l2: strength,
    params: {
      w1: valuesIn(op.scale(Math.sqrt(2 / 2 + 1))(w1)),
      w2: valuesIn(op.slice([0, 0], [hidden, arms])(second)),
      b2: valuesIn(op.reshape([arms])(op.slice([hidden, 0], [1, arms])(second))),
    },
    inputs: valuesOf(rowsAt(Float64Array.from(points), 3, chosen), 1, train, 3),
    targets: valuesOf(
      chosen.map(i => Math.floor(i / perArm)),
      1,
      train,
    ),
  }
}

const classifier = compose(linear(3, hidden), relu(), dense(hidden, arms))
const objective = penalised(l2Penalty(strength, allParams))(supervised(softmaxCrossEntropy())(classifier))

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
