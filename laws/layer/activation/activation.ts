/**
 * Laws of the layers without parameters: softmax and its logarithm, and the conventions at kinks.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  full,
  leakyRelu as leakyReluLayer,
  logSoftmax as logSoftmaxLayer,
  op,
  relu as reluLayer,
  softmax as softmaxLayer,
  type Tensor,
  toValues,
  zeros,
} from '../../../src/index.ts'
import { lattice, tensors } from '../../arbitraries.ts'
import { every, exact, holds, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, runAlone as run, type TreeLayer } from '../same.ts'

const shape: readonly [4, 5] = [4, 5]
const scores = tensors(shape)
const extremes: Arbitrary<Tensor> = tensors(shape, {
  entries: fc.constantFrom(-1000, -999, -1, 0, 1, 999, 1000),
})

const rowSums = (x: Tensor): Tensor => op.sum([1])(x) as Tensor
const constant = (value: number, of: readonly number[]): Tensor => full(of, value, 'f64') as Tensor
const allFinite = (x: Tensor): boolean => toValues(x).every(Number.isFinite)

/** Laws of a softmax along the last axis; by default of `softmax`. */
export const softmaxLaws = (softmax: TreeLayer = forget(softmaxLayer())): LawSet =>
  lawSet('softmax', [
    law('34a', 'rows are positive and sum to 1', [scores], x => {
      const [y] = run(softmax, x)
      return every(
        summed(5)(rowSums(y), constant(1, [4])),
        holds(
          toValues(y).every(p => p > 0),
          y,
          'positive',
        ),
      )
    }),
    law('34b', 'softmax does not change when a row is shifted', [scores, lattice], (x, by) =>
      summed(16)(run(softmax, op.shift(by)(x))[0], run(softmax, x)[0]),
    ),
    law('34c', 'the entries of a cotangent add up to 0 in each row', [scores, scores], (x, dy) =>
      summed(16, undefined, norm(dy))(rowSums(run(softmax, x)[1](dy)), constant(0, [4])),
    ),
    law('34d', 'scores of ±1000 give finite values and cotangents', [extremes, scores], (x, dy) => {
      const [y, pullback] = run(softmax, x)
      return every(
        holds(allFinite(y) && allFinite(pullback(dy)), y, 'finite'),
        summed(5)(rowSums(y), constant(1, [4])),
      )
    }),
  ])

/** Laws of the logarithm of softmax along the last axis; by default of `logSoftmax`. */
export const logSoftmaxLaws = (logSoftmax: TreeLayer = forget(logSoftmaxLayer())): LawSet =>
  lawSet('logSoftmax', [
    law('34e', 'logSoftmax = log ∘ softmax', [scores, scores], (x, dy) => {
      const [y, pullback] = run(logSoftmax, x)
      const [p, pullSoftmax] = run(forget(softmaxLayer()), x)
      return every(
        summed(16)(y, op.log(p)),
        summed(64, undefined, norm(dy))(pullback(dy), pullSoftmax(op.div(dy, p))),
      )
    }),
    law('34f', 'logSoftmax moves with no shift of a row', [scores, lattice], (x, by) =>
      summed(
        16,
        undefined,
        norm(x) + Math.abs(by),
      )(run(logSoftmax, op.shift(by)(x))[0], run(logSoftmax, x)[0]),
    ),
    law('34g', 'scores of ±1000 give finite values and cotangents', [extremes, scores], (x, dy) => {
      const [y, pullback] = run(logSoftmax, x)
      return every(
        holds(allFinite(y) && allFinite(pullback(dy)), y, 'finite'),
        summed(64)(rowSums(op.exp(y)), constant(1, [4])),
      )
    }),
  ])

/** Law 24 for the rectified linear unit; by default of `relu`. */
export const reluLaws = (relu: TreeLayer = forget(reluLayer())): LawSet =>
  lawSet('relu', [
    law(
      '24',
      'relu is max(x, 0), and its derivative 1 above 0, and 0 at 0 and below',
      [scores, scores],
      (x, dy) => {
        const [y, pullback] = run(relu, x)
        const zero = zeros(shape, 'f64')
        const above = op.greater(x, zero)
        return every(
          exact(y, op.select(above, x, zero)),
          exact(pullback(dy), op.select(above, dy, zero)),
          exact(run(relu, zero)[1](dy), zero),
        )
      },
    ),
  ])

/** Law 24 for the leaky rectified linear unit; by default of `leakyRelu`. */
export const leakyReluLaws = (
  leakyRelu: (slope: number) => TreeLayer = slope => forget(leakyReluLayer(slope)),
): LawSet =>
  lawSet('leakyRelu', [
    law(
      '24',
      'leakyRelu is x above 0 and slope · x elsewhere, and its derivative 1 above 0, and the slope at 0 and below',
      [lattice, scores, scores],
      (slope, x, dy) => {
        const [y, pullback] = run(leakyRelu(slope), x)
        const zero = zeros(shape, 'f64')
        const above = op.greater(x, zero)
        return every(
          exact(y, op.select(above, x, op.scale(slope)(x))),
          exact(pullback(dy), op.select(above, dy, op.scale(slope)(dy))),
          exact(run(leakyRelu(slope), zero)[1](dy), op.scale(slope)(dy)),
        )
      },
    ),
  ])
