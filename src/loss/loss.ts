/**
 * The type of a loss, and the checks that losses share.
 *
 * @module
 */
import { equal, select } from '../primitive/elementwise/compare.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { DTypeError, ShapeError, unequalShapes } from '../tensor/error.ts'
import { zerosLike } from '../tensor/function/constructors.ts'
import { sameShape, showShape, sizeOf } from '../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../tensor/tensor.ts'

/**
 * How far predictions are from targets: for given targets `T` a smooth map from predictions `Y` to a scalar. Targets are
 * not differentiated.
 *
 * @category Losses
 * @since 0.1.0
 */
export type Loss<Y, T> = (targets: T) => Smooth<Y, Tensor<[]>>

/** What a target of 0 makes of a prediction: 0, also of ±∞, but NaN of NaN (as `xlogy` in SciPy and PyTorch). */
export const timesZero = (x: Tensor): Tensor => select(equal(x, x), zerosLike(x), x)

/** A batch without examples has no mean loss. */
export const requireExamples = (loss: string, predictions: Tensor): void => {
  if (sizeOf(predictions.shape) === 0)
    throw new ShapeError(
      `${loss} needs at least one example, but was given ${showShape(predictions.shape)}.`,
      [predictions.shape],
    )
}

/** Requires targets that are probabilities of classes, and no labels. */
export const requireProbabilities = (loss: string, targets: AnyTensor): void => {
  if (targets.kind === 'integer')
    throw new DTypeError(
      `${loss} needs a probability for each class as targets, but was given ${targets.dtype} of shape ${showShape(targets.shape)}. ` +
        `Labels are for softmaxCrossEntropy; oneHot makes targets of them, and op.convert('f32') makes floats of integers.`,
    )
}

/** Requires targets of the shape and element type of the predictions. */
export const requireTargets = (loss: string, predictions: AnyTensor, targets: AnyTensor): void => {
  if (!sameShape(predictions.shape, targets.shape))
    throw unequalShapes(loss, predictions.shape, targets.shape)
  if (predictions.dtype !== targets.dtype)
    throw new DTypeError(
      `${loss} needs predictions and targets of one element type, but was given ${predictions.dtype} and ${targets.dtype}. ` +
        `Convert targets with op.convert('${predictions.dtype}').`,
    )
  requireExamples(loss, predictions as Tensor)
}
