/**
 * Accuracy of a classifier.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { outcomes, type Predictions, type Targets } from './outcomes.ts'

/**
 * The share of examples whose largest prediction is that of their label, from 0 to 1. Where several classes have the
 * largest prediction, the first counts as predicted (as in NumPy's and PyTorch's `argmax`).
 *
 * Takes labels [batch] from 0 to classes - 1 and then scores or probabilities [batch, classes]; or labels 0 and 1 and then the
 * probability of class 1, [batch, 1] or [batch], which is predicted where that is above 0.5. (scikit-learn: `accuracy_score`.)
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError if a prediction is NaN, with the example.
 *
 * @example
 * import { accuracy, tensor } from 'pullback'
 * accuracy(tensor([0, 1], 'i32'))(tensor([[0.9, 0.1], [0.8, 0.2]])) // 0.5
 * accuracy(tensor([[0], [1]]))(tensor([[0.3], [0.8]])) // 1
 *
 * @category Metrics
 * @since 0.1.0
 */
export const accuracy = takes(
  'accuracy',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => accuracyUnchecked,
)

const accuracyUnchecked =
  (labels: Targets) =>
  (predictions: Predictions): number => {
    const { labels: wanted, predicted } = outcomes('accuracy', labels, predictions)
    const right = Array.from(wanted).filter((label, i) => label === predicted[i]).length
    return right / predicted.length
  }
