/**
 * Accuracy of a classifier that may name several classes.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { elementsOf, type Integers, type Tensor } from '../tensor/tensor.ts'
import { requirePredictions } from './requirePredictions.ts'

/**
 * The share of examples whose label is among the `k` classes with the largest predictions, from 0 to 1. Where predictions are
 * equal, the class that comes first counts as larger, so that with `k = 1` it is the accuracy (as NumPy's
 * `argmax` has it; scikit-learn's `top_k_accuracy_score` takes the last of equal ones first).
 *
 * Takes labels [batch] from 0 to classes - 1 and then scores or probabilities [batch, classes].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError unless `k` is a positive integer up to the number of classes, or if a prediction is NaN.
 *
 * @example
 * import { tensor, topKAccuracy } from 'pullback'
 * topKAccuracy(2)(tensor([0, 1], 'i32'))(tensor([[0.5, 0.3, 0.2], [0.5, 0.1, 0.4]])) // 0.5
 *
 * @category Metrics
 * @since 0.1.0
 */
export const topKAccuracy = takes(
  'topKAccuracy',
  [{ k: needs.number }, { labels: needs.tensor }, { predictions: needs.tensor }],
  () => topKAccuracyUnchecked,
)

const topKAccuracyUnchecked =
  (k: number) =>
  (labels: Integers<[number]>) =>
  (predictions: Tensor<[number, number]>): number => {
    requirePredictions('topKAccuracy', predictions, labels)
    const classes = predictions.shape[1]
    if (!Number.isSafeInteger(k) || k < 1 || k > classes)
      throw new ArgumentError(`topKAccuracy needs k from 1 to the ${classes} classes, but was given ${k}.`)
    const scores = elementsOf(predictions)
    const given = elementsOf(labels)
    const isAhead = (score: number, c: number, label: number, own: number): boolean =>
      score > own || (score === own && c < label)
    const right = Array.from(given).filter((label, i) => {
      const row = scores.subarray(i * classes, (i + 1) * classes)
      const ahead = Array.from(row).filter((score, c) => isAhead(score, c, label, row[label]!))
      return ahead.length < k
    }).length
    return right / given.length
  }
