/**
 * Statistics of rows: what layers that normalise each example by itself have in common.
 *
 * @module
 */
import { add, div, sub } from '../../primitive/elementwise/arithmetic.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { scale, shift } from '../../primitive/elementwise/scale.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, sameShape, showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** The mean of each row of a matrix. */
export const meanOfRows = (rows: Tensor): Tensor => scale(1 / (rows.shape[1] as number))(sum([1])(rows))

/**
 * What is left of numbers when their mean is taken away, and the mean, by their distances from one of them: those are exact where
 * numbers are near each other, so that equal ones become 0. A mean of the numbers themselves would be rounded, and division by a
 * small deviation would make that large.
 */
export const centred = (
  x: Tensor,
  first: Tensor,
  over: (perMean: Tensor) => Tensor,
  meanOf: (y: Tensor) => Tensor,
): readonly [deviations: Tensor, mean: Tensor] => {
  const distances = sub(x, over(first))
  const beyond = meanOf(distances)
  return [sub(distances, over(beyond)), add(first, beyond)]
}

/** The first number of each row of a matrix. */
export const firstOfRows = (rows: Tensor): Tensor => {
  const count = rows.shape[0] as number
  return reshape([count])(slice([0, 0], [count, 1])(rows))
}

/** Repeats along each row of a matrix what has one number for each. */
export const alongRows = (rows: Tensor): ((perRow: Tensor) => Tensor) => broadcastAlong(rows.shape, [0])

/** Repeats a row for each row of a matrix. */
export const spreadOver = (rows: Tensor): ((row: Tensor) => Tensor) => broadcastAlong(rows.shape, [1])

/**
 * `1 / √(x + ε)`, of a mean of squares. NaN if that overflowed: 1 / ∞ would be 0, and all that is normalised would vanish without a
 * word, its gradient too.
 */
export const inverseRoot =
  (epsilon: number) =>
  (x: Tensor): Tensor => {
    const shifted = shift(epsilon)(x)
    return div(sqrt(shifted), shifted)
  }

/**
 * Requires the last axes to have the given sizes.
 *
 * @throws ShapeError that says what the layer takes and what it was given.
 */
export const requireLastAxes = (layer: string, x: Tensor, sizes: Shape): void => {
  const leading = x.shape.length - sizes.length
  if (leading < 0 || !sameShape(x.shape.slice(leading), sizes))
    throw new ShapeError(
      `${layer} takes [..., ${sizes.join(', ')}], but was given ${showShape(x.shape)}.`,
      [sizes, x.shape],
      leading < 0 ? undefined : leading + sizes.findIndex((n, i) => n !== x.shape[leading + i]),
    )
}
