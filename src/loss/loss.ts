/**
 * What a loss is, and the checks that losses share.
 *
 * @module
 */
import type { Smooth } from '../smooth/smooth.ts'
import { IndexError, ShapeError, unequalShapes } from '../tensor/error.ts'
import { sameShape, type Shape, showShape, sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, type Integers, isConcrete, type Tensor } from '../tensor/tensor.ts'

/**
 * How far predictions are from targets: for given targets `T` a smooth map from predictions `Y` to a scalar. Targets are
 * not differentiated.
 */
export type Loss<Y, T> = (targets: T) => Smooth<Y, Tensor<[]>>

/** A batch without examples has no mean loss. */
export const requireExamples = (loss: string, predictions: Tensor): void => {
  if (sizeOf(predictions.shape) === 0)
    throw new ShapeError(
      `${loss} needs at least one example, but was given ${showShape(predictions.shape)}.`,
      [predictions.shape],
    )
}

/**
 * Requires one label in `[0, classes)` for each row of scores or probabilities.
 *
 * @throws ShapeError or IndexError that names the example.
 */
export const requireLabels = (loss: string, predictions: Tensor, labels: Integers<[number]>): void => {
  const shape: Shape = predictions.shape
  if (shape.length !== 2)
    throw new ShapeError(`${loss} takes predictions [batch, classes], but was given ${showShape(shape)}.`, [
      shape,
    ])
  if (labels.shape.length !== 1 || labels.shape[0] !== shape[0])
    throw new ShapeError(
      `${loss} needs one label for each of the ${shape[0]} examples, but was given labels of shape ` +
        `${showShape(labels.shape)}. Labels have one axis: [batch], not [batch, 1].`,
      [shape, labels.shape],
      0,
    )
  requireExamples(loss, predictions)
  if (!isConcrete(labels)) return
  const classes = shape[1] as number
  const wrong = elementsOf(labels).findIndex((label) => label < 0 || label >= classes)
  if (wrong !== -1)
    throw new IndexError(
      `${loss} was given label ${elementsOf(labels)[wrong]} for example ${wrong}, but there are ${classes} classes: ` +
        `labels run from 0 to ${classes - 1}.`,
    )
}

/** Requires targets of the shape of the predictions. */
export const requireTargets = (loss: string, predictions: AnyTensor, targets: AnyTensor): void => {
  if (!sameShape(predictions.shape, targets.shape))
    throw unequalShapes(loss, predictions.shape, targets.shape)
  requireExamples(loss, predictions as Tensor)
}
