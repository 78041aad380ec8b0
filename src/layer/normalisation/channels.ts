/**
 * Per-channel helpers: channels are the second axis of [batch, channels, ...].
 *
 * @module
 */

import { slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { requireTensor } from '../requireTensor.ts'

/** One number for each channel, over a whole shape. In two steps, of which loops do the second while they run. */
export const overChannels =
  (shape: Shape) =>
  (perChannel: Tensor): Tensor => {
    const leading = broadcastAlong(shape.slice(0, 2), [1])(perChannel)
    return shape.length === 2 ? leading : broadcastAlong(shape, [0, 1])(leading)
  }

/** The sum of each channel, over all examples and places. */
export const sumOfChannels = (x: Tensor): Tensor => {
  const places = x.shape.map((_, axis) => axis).slice(2)
  return sum([0])(places.length === 0 ? x : (sum(places)(x) as Tensor)) as Tensor
}

/** The first number of each channel. */
export const firstOfChannels = (x: Tensor): Tensor => {
  const sizes = x.shape.map((size, axis) => (axis === 1 ? size : 1))
  const start = x.shape.map(() => 0)
  return reshape([x.shape[1] as number])(slice(start, sizes)(x))
}

/**
 * Requires [batch, channels, ...].
 *
 * @throws ShapeError that says what the layer takes and what it was given.
 */
export const requireChannels = (layer: string, x: Tensor, channels: number): void => {
  requireTensor(layer, x)
  if (x.shape.length < 2 || x.shape[1] !== channels)
    throw new ShapeError(
      `${layer} takes [batch, ${channels}, ...], but was given ${showShape(x.shape)}` +
        (x.shape.length < 2 ? '.' : `: axis 1 is ${x.shape[1]}, not ${channels}.`),
      [[channels], x.shape],
      1,
    )
}
