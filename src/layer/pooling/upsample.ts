/**
 * Larger images by repetition.
 *
 * @module
 */

import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { extentOf } from '../../primitive/window/sliding.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import { pairOf, requireImagesOf, showSizes } from '../window/sizes.ts'
import type { Along, Images, Size, Upsampled } from '../window/windowed.ts'

/**
 * Every element `factor` times along height and width (nearest neighbour): `y[r, s] = x[⌊r / factor⌋, ⌊s / factor⌋]`. Its
 * pullback adds up the cotangents of all copies.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels, height · factor, width · factor].
 *
 * @throws ShapeError unless images have four axes.
 * @throws ArgumentError unless factors are positive integers.
 *
 * @example
 * import { compose, conv2d, upsample } from 'pullback'
 * const decoder = compose(upsample(2), conv2d(8, 1, 3, { padding: 1 }))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const upsample = takes('upsample', { factor: needs.sizes }, () => upsampleUnchecked)

const upsampleUnchecked = <const K extends Size>(
  factor: K,
): Layer<Images, Upsampled<Along<K, 0>, Along<K, 1>>, Empty> => {
  const [down, across] = pairOf('upsample', 'the factor', factor)
  const name = `upsample(${showSizes([down, across])})`
  return withoutParams(name, (x: Images) => {
    requireImagesOf(name, x)
    const planes = x.shape[0] * x.shape[1]
    const [height, width] = extentOf(x.shape)
    const as =
      (...shape: Shape) =>
      (y: Tensor): Tensor =>
        reshape(shape)(y)
    // One axis after the other, so that each way back is a sum over one axis.
    const wide: Shape = [planes * height * width, across]
    const tall: Shape = [planes * height, down, width * across]
    const columns = broadcastAlong(wide, [0])(as(planes * height * width)(x as Tensor))
    const rows = broadcastAlong(tall, [0, 2])(as(planes * height, width * across)(columns))
    return [
      as(x.shape[0], x.shape[1], height * down, width * across)(rows),
      (dy: Tensor) => {
        const drows = sum([1])(as(...tall)(dy)) as Tensor
        return as(...x.shape)(sum([1])(as(...wide)(drows)) as Tensor)
      },
    ]
  })
}
