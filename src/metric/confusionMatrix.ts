/**
 * Confusion matrices: which classes a classifier takes for which.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { type Integers, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'
import { type ClassesOf, outcomes, type Predictions, type Targets } from './outcomes.ts'

/**
 * How many examples of each class (row) were taken for each class (column): what is right stands on the diagonal, and the
 * entries add up to the number of examples. Where several classes have the largest prediction, the first counts.
 *
 * Takes labels [batch] from 0 to classes - 1 and then scores or probabilities [batch, classes]; or labels 0 and 1 and then the
 * probability of class 1, [batch, 1] or [batch], which is predicted where that is above 0.5. Gives counts [classes, classes].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError if a prediction is NaN, with the example.
 *
 * @example
 * import { confusionMatrix, tensor } from 'pullback'
 * confusionMatrix(tensor([0, 1], 'i32'))(tensor([[0.9, 0.1], [0.8, 0.2]])) // [[1, 0], [1, 0]]
 *
 * @category Metrics
 * @since 0.1.0
 */
export const confusionMatrix = takes(
  'confusionMatrix',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => confusionMatrixUnchecked,
)

const confusionMatrixUnchecked =
  (labels: Targets) =>
  <C extends number = 1>(
    predictions: Tensor<[number, C]> | Tensor<[number]>,
  ): Integers<[ClassesOf<C>, ClassesOf<C>]> => {
    const {
      labels: wanted,
      predicted,
      classes,
    } = outcomes('confusionMatrix', labels, predictions as Predictions)
    const counts = new Int32Array(classes * classes)
    for (let i = 0; i < wanted.length; i++) counts[wanted[i]! * classes + predicted[i]!]! += 1
    return unsafeFromElements<[number, number], 'integer'>([classes, classes], 'i32', counts) as Integers<
      [ClassesOf<C>, ClassesOf<C>]
    >
  }
