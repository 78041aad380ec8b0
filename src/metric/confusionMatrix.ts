/**
 * Which classes a classifier takes for which.
 *
 * @module
 */
import { argmax } from '../primitive/extremum.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { elementsOf, type Integers, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'
import { requirePredictions } from './requirePredictions.ts'

/**
 * How many examples of each class (row) were taken for each class (column): what is right stands on the diagonal, and the
 * entries add up to the number of examples. Where several classes have the largest prediction, the first counts.
 *
 * Takes labels [batch] from 0 to classes - 1 and then scores or probabilities [batch, classes]; gives counts [classes,
 * classes].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is no class, with the example.
 * @throws ArgumentError if a prediction is NaN, with the example.
 *
 * @example
 * import { confusionMatrix, tensor } from 'pullback'
 * confusionMatrix(tensor([0, 1], 'i32'))(tensor([[0.9, 0.1], [0.8, 0.2]])) // [[1, 0], [1, 0]]
 */
export const confusionMatrix = takes(
  'confusionMatrix',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => confusionMatrixUnchecked,
)

const confusionMatrixUnchecked =
  (labels: Integers<[number]>) =>
  <C extends number>(predictions: Tensor<[number, C]>): Integers<[C, C]> => {
    requirePredictions('confusionMatrix', predictions as Tensor<[number, number]>, labels)
    const classes = predictions.shape[1] as C
    const predicted = elementsOf(argmax<[number]>(predictions as Tensor<[number, number]>))
    const counts = new Int32Array(classes * classes)
    elementsOf(labels).forEach((label, i) => {
      counts[label * classes + predicted[i]!]! += 1
    })
    return unsafeFromElements<[C, C], 'integer'>([classes, classes], 'i32', counts)
  }
