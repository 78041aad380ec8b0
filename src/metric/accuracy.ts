/**
 * Accuracy of a classifier.
 *
 * @module
 */
import { argmax } from '../primitive/extremum.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { elementsOf, type Integers, type Tensor } from '../tensor/tensor.ts'
import { requirePredictions } from './requirePredictions.ts'

/**
 * The share of examples whose largest prediction is that of their label, from 0 to 1. Where several classes have the
 * largest prediction, the first counts as predicted.
 *
 * Takes labels [batch] from 0 to classes - 1 and then scores or probabilities [batch, classes].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is no class, with the example.
 * @throws ArgumentError if a prediction is NaN, with the example.
 *
 * @example
 * import { accuracy, tensor } from 'pullback'
 * accuracy(tensor([0, 1], 'i32'))(tensor([[0.9, 0.1], [0.8, 0.2]])) // 0.5
 */
export const accuracy = takes(
  'accuracy',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => accuracyUnchecked,
)

const accuracyUnchecked =
  (labels: Integers<[number]>) =>
  (predictions: Tensor<[number, number]>): number => {
    requirePredictions('accuracy', predictions, labels)
    const predicted = elementsOf(argmax<[number]>(predictions))
    const right = Array.from(elementsOf(labels)).filter((label, i) => label === predicted[i]).length
    return right / predicted.length
  }
