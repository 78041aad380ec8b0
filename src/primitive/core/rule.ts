/**
 * Checks that shape rules share. Each throws one error that names the operation, what it was given and the mend.
 *
 * @module
 */
import { kindOf } from '../../tensor/dtype.ts'
import { ArgumentError, DTypeError, ShapeError, unequalShapes } from '../../tensor/error.ts'
import { isShape, type Shape, sameShape, showShape } from '../../tensor/shape.ts'
import type { Abstract } from './primitive.ts'

/** The inputs of a primitive by position; the arity is known where this is called. */
export const input = (inputs: readonly Abstract[], i: number): Abstract => inputs[i] as Abstract

/** Float elements are needed. */
export const requireFloat = (operation: string, x: Abstract): void => {
  if (kindOf(x.dtype) !== 'float')
    throw new DTypeError(
      `${operation} needs floats, but was given ${x.dtype} of shape ${showShape(x.shape)}. Convert with op.convert('f32').`,
    )
}

/** Integer elements are needed: indices, labels or masks. */
export const requireInteger = (operation: string, x: Abstract): void => {
  if (kindOf(x.dtype) !== 'integer')
    throw new DTypeError(
      `${operation} needs integers, but was given ${x.dtype} of shape ${showShape(x.shape)}. Convert with op.convert('i32').`,
    )
}

/** One element type for both. */
export const requireSameDType = (operation: string, x: Abstract, y: Abstract): void => {
  if (x.dtype !== y.dtype)
    throw new DTypeError(
      `${operation} needs one element type, but was given ${x.dtype} and ${y.dtype}. Nothing is converted silently: ` +
        `use op.convert, or make data and parameters of one type ({ dtype: 'f64' } where parameters are made).`,
    )
}

/** One shape for both. */
export const requireSameShape = (operation: string, x: Abstract, y: Abstract): void => {
  if (!sameShape(x.shape, y.shape)) throw unequalShapes(operation, x.shape, y.shape)
}

/** A shape of non-negative integers. */
export const requireShape = (operation: string, shape: Shape): void => {
  if (!isShape(shape))
    throw new ShapeError(
      `${operation} needs sizes that are non-negative integers, but was given ${showShape(shape)}.`,
      [shape],
    )
}

/** Axes that exist, without repetition. */
export const requireAxes = (operation: string, shape: Shape, axes: readonly number[]): void => {
  axes.forEach((axis, i) => {
    if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length)
      throw new ShapeError(
        `${operation} was given axis ${axis}, but a tensor of shape ${showShape(shape)} has ` +
          `${shape.length === 0 ? 'no axes' : `axes 0 to ${shape.length - 1}`}.`,
        [shape],
        axis,
      )
    if (axes.indexOf(axis) !== i)
      throw new ShapeError(
        `${operation} was given axis ${axis} twice (shape ${showShape(shape)}).`,
        [shape],
        axis,
      )
  })
}

/** A number that can name an axis, before the tensor is known. */
export const requireAxisNumber = (operation: string, axis: number): void => {
  if (!Number.isInteger(axis) || axis < 0 || axis >= mostAxes)
    throw new ArgumentError(
      `${operation} needs an integer from 0 to ${mostAxes - 1} for axis, but was given ${axis}. Axes are counted from 0.`,
    )
}

// More would have more elements than any tensor if each axis had two.
const mostAxes = 64
