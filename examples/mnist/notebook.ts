/**
 * The notebook's forward pass, with its mistake and without it.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate, map } from 'fp-ts/lib/State.js'
import {
  dense,
  empty,
  evaluation,
  type Integers,
  item,
  type Model,
  oneHot,
  onesLike,
  op,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  takeRows,
  toValues,
} from 'pullback'
import { randomState, standardNormal } from 'pullback/numpy'
import type { Pixels } from './data.ts'
import { pairwiseMean } from './pairwise.ts'

/** The notebook's layer: 784 pixels to 10 logits. */
export const fullyConnected = dense(784, 10)

/** Its parameters. */
export type Weights = Model<{ readonly w: Tensor<[784, 10]>; readonly b: Tensor<[10]> }>

/** `scale * standard_normal(shape)` for weight and bias, drawn in this order after `np.random.seed(42)`. */
export const weightsOf = (scale: number): Weights => {
  const times = op.scale(scale)
  return pipe(
    standardNormal([784, 10]),
    bindTo('w'),
    bind('b', () => standardNormal([10])),
    map(({ w, b }) => ({ params: { w: times(w), b: times(b) }, state: empty })),
    evaluate(randomState(42)),
  )
}

/**
 * What NumPy selects by `x[range(n), labels]` when the labels are a column [n, 1]: it broadcasts both indices to [n, n], and
 * gives for every example the entries of the labels of *all* examples. Here row `i` has those of example `i`.
 */
const selectedByColumn = (x: Tensor<[number, 10]>, labels: Integers<[number]>): Tensor<[number, number]> =>
  op.transpose()(takeRows(labels)(op.transpose()(x)))

/** The notebook's `cross_entropy` of softmax's probabilities, as it comes out for a column of labels. */
export const crossEntropyByColumn =
  (labels: Integers<[number]>) =>
  (logits: Tensor<[number, 10]>): number => {
    const [probabilities] = smooth.softmax(logits)
    return -pairwiseMean(toValues(op.log(selectedByColumn(probabilities, labels))))
  }

/** The notebook's `cross_entropy_with_logits`, as it comes out for a column of labels. */
export const crossEntropyWithLogitsByColumn =
  (labels: Integers<[number]>) =>
  (logits: Tensor<[number, 10]>): number => {
    const selected = selectedByColumn(logits, labels)
    const logSumExp = op.log(op.sum([1])(op.exp(logits)))
    const spread = op.broadcastAlong<number, [number, number]>(
      [logits.shape[0], labels.shape[0]],
      [0],
    )(logSumExp)
    return -pairwiseMean(toValues(op.sub(selected, spread)))
  }

/**
 * The same number without the [n, n] selection: as each example meets the labels of all, what comes out is the cross-entropy of
 * the predictions against the share of each class in the batch. Who makes it small learns these shares, and nothing of the images.
 */
export const crossEntropyAgainstShares =
  (labels: Integers<[number]>) =>
  (logits: Tensor<[number, 10]>): number => {
    const n = labels.shape[0]
    const shares = op.scale(1 / n)(op.sum([0])(oneHot(10, { dtype: 'f64' })(labels)))
    const logSumExp = op.log(op.sum([1])(op.exp(logits)))
    const logProbabilities = op.sub(logits, op.broadcastAlong<number, [number, 10]>([n, 10], [0])(logSumExp))
    const weighed = op.mul(logProbabilities, op.broadcast<number, [number, 10]>([n, 10])(shares))
    return -item(op.sum()(weighed)) / n
  }

/** The loss that was meant: labels are a vector here, and a column does not compile. */
export const rightLoss =
  (labels: Integers<[number]>) =>
  (logits: Tensor<[number, 10]>): number =>
    item(softmaxCrossEntropy()(labels)(logits)[0])

const normOf = (x: Tensor): number => Math.hypot(...toValues(x))

const objective = supervised(softmaxCrossEntropy())(fullyConnected)

/** What the notebook leaves as `pass`: the lengths of the loss's gradients in weight and bias. */
export const gradientNorms =
  ({ params, state }: Weights) =>
  (batch: Pixels): { readonly w: number; readonly b: number } => {
    const [loss, pullback] = objective.run(params, batch, state, evaluation)
    const { w, b } = pullback(onesLike(loss))
    return { w: normOf(w), b: normOf(b) }
  }
