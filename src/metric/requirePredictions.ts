/**
 * The check that metrics of classifiers share.
 *
 * @module
 */
import { ArgumentError, IndexError, ShapeError } from '../tensor/error.ts'
import { showShape } from '../tensor/shape.ts'
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
  const { shape } = predictions as Tensor
  if (shape.length !== 2 || shape[1] === 0)
    throw new ShapeError(`${metric} takes predictions [batch, classes], but was given ${showShape(shape)}.`, [
      shape,
    ])
  const [batch, classes] = shape as readonly [number, number]
  if (labels.shape.length !== 1 || labels.shape[0] !== batch)
    throw new ShapeError(
      `${metric} needs one label for each of the ${batch} examples, but was given labels of shape ` +
        `${showShape(labels.shape)}. Labels have one axis: [batch], not [batch, 1].`,
      [shape, labels.shape],
      0,
    )
  if (batch === 0)
    throw new ShapeError(`${metric} needs at least one example, but was given ${showShape(shape)}.`, [shape])
  const given = elementsOf(labels)
  const wrong = given.findIndex((label) => label < 0 || label >= classes)
  if (wrong !== -1)
    throw new IndexError(
      `${metric} was given label ${given[wrong]} for example ${wrong}, but there are ${classes} classes: labels run ` +
        `from 0 to ${classes - 1}.`,
    )
  const undecided = elementsOf(predictions).findIndex(Number.isNaN)
  if (undecided !== -1)
    throw new ArgumentError(
      `${metric} was given NaN for class ${undecided % classes} of example ${Math.floor(undecided / classes)}: it has no ` +
        'largest prediction.',
    )
}
