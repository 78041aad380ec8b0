/**
 * What a loss is, and the checks that losses share.
 *
 * @module
 */
import type { Smooth } from '../smooth/smooth.ts'
import { ShapeError, unequalShapes } from '../tensor/error.ts'
import { sameShape, showShape, sizeOf } from '../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../tensor/tensor.ts'

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

/** Requires targets of the shape of the predictions. */
export const requireTargets = (loss: string, predictions: AnyTensor, targets: AnyTensor): void => {
  if (!sameShape(predictions.shape, targets.shape))
    throw unequalShapes(loss, predictions.shape, targets.shape)
  requireExamples(loss, predictions as Tensor)
}
