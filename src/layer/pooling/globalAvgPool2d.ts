/**
 * The mean of each channel.
 *
 * @module
 */
import { broadcastAlong, sum } from '../../primitive/broadcast.ts'
import { scale } from '../../primitive/scale.ts'
import { extentOf } from '../../primitive/sliding.ts'
import { takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import { withoutParams } from '../fromSmooth.ts'
import { requireImagesOf } from '../window/sizePair.ts'
import type { Images, PerChannel } from '../window/windowed.ts'

/**
 * The mean of each channel over the whole image: one number for each (Lin, Chen and Yan 2014). Works for images of any size.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels].
 *
 * @throws ShapeError unless images have four axes and are not empty.
 *
 * @example
 * import { compose, conv2d, dense, globalAvgPool2d, relu } from 'pullback'
 * const classifier = compose(conv2d(3, 32, 3), relu(), globalAvgPool2d(), dense(32, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const globalAvgPool2d = takes('globalAvgPool2d', {}, () => globalAvgPool2dUnchecked)

const globalAvgPool2dUnchecked = (): Layer<Images, PerChannel, Empty> =>
  withoutParams('globalAvgPool2d', (x: Images) => {
    requireImagesOf('globalAvgPool2d', x)
    const [height, width] = extentOf(x.shape)
    if (height * width === 0)
      throw new ShapeError(
        `globalAvgPool2d needs images with elements, but was given ${showShape(x.shape)}.`,
        [x.shape],
      )
    const mean = scale(1 / (height * width))
    return [
      mean(sum([2, 3])(x as Tensor) as Tensor),
      (dy: Tensor) => broadcastAlong(x.shape, [0, 1])(mean(dy)),
    ]
  })
