/**
 * Layers that work on the last axis treat all other axes as a batch: they see a matrix with one row for each entry of it.
 *
 * @module
 */
import { reshape } from '../../primitive/movement/reshape.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { requireTensor } from '../requireTensor.ts'

/**
 * Requires a last axis of a size.
 *
 * @throws ShapeError that says what the layer takes and what it was given.
 */
export const requireLastAxis = (layer: string, x: Tensor, size: number): void => {
  requireTensor(layer, x)
  const axis = x.shape.length - 1
  if (x.shape[axis] !== size)
    throw new ShapeError(
      `${layer} takes [..., ${size}], but was given ${showShape(x.shape)}` +
        (axis < 0 ? ': a scalar has no axes.' : `: axis ${axis} is ${x.shape[axis]}, not ${size}.`),
      [[size], x.shape],
      Math.max(axis, 0),
    )
}

/** A tensor as a matrix whose rows are its last axis. */
export const rowsOf = <N extends number>(x: Tensor<[...number[], N]>): Tensor<[number, N]> => {
  requireTensor('A layer on the last axis', x)
  if (x.shape.length === 2) return x as Tensor<[number, N]>
  const columns = x.shape.at(-1) as N
  return reshape<number, [number, N]>([sizeOf(x.shape.slice(0, -1)), columns])(x)
}

/** The rows of a matrix back under the leading axes that they came from. */
export const underAxes =
  (leading: Shape) =>
  <N extends number>(rows: Tensor<[number, N]>): Tensor<[...number[], N]> =>
    leading.length === 1 && leading[0] === rows.shape[0]
      ? rows
      : (reshape([...leading, rows.shape[1] as number])(rows) as Tensor<[...number[], N]>)
