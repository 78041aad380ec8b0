/**
 * The check that metrics of classifiers share.
 *
 * @module
 */

import { requireLabels } from '../tensor/classLabels.ts'
import { ArgumentError } from '../tensor/error.ts'
import { elementsOf, type Integers, type Tensor } from '../tensor/tensor.ts'

/**
 * Requires scores or probabilities [batch, classes] without NaN and one label in `[0, classes)` for each example, and at
 * least one example.
 *
 * @throws ShapeError, IndexError or ArgumentError that names the example.
 */
export const requirePredictions = (
  metric: string,
  predictions: Tensor<[number, number]>,
  labels: Integers<[number]>,
): void => {
  requireLabels(metric, predictions as Tensor, labels)
  const classes = predictions.shape[1]
  const undecided = elementsOf(predictions).findIndex(Number.isNaN)
  if (undecided !== -1)
    throw new ArgumentError(
      `${metric} was given NaN for class ${undecided % classes} of example ${Math.floor(undecided / classes)}: it has no ` +
        'largest prediction.',
    )
}
