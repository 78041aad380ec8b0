/**
 * The largest element of each channel.
 *
 * @module
 */
import { reshape } from '../../primitive/reshape.ts'
import { extentOf } from '../../primitive/sliding.ts'
import { takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import { withoutParams } from '../fromSmooth.ts'
import { maxPool2d } from './maxPool2d.ts'
import { requireImagesOf } from '../window/sizePair.ts'
import type { Images, PerChannel } from '../window/windowed.ts'

/**
 * The largest element of each channel over the whole image: one number for each. The cotangent goes to where it was: to the first
 * of several that are equally large. Works for images of any size.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels].
 *
 * @throws ShapeError unless images have four axes and are not empty.
 *
 * @example
 * import { compose, conv2d, dense, globalMaxPool2d, relu } from 'pullback'
 * const detector = compose(conv2d(3, 32, 3), relu(), globalMaxPool2d(), dense(32, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const globalMaxPool2d = takes('globalMaxPool2d', {}, () => globalMaxPool2dUnchecked)

const globalMaxPool2dUnchecked = (): Layer<Images, PerChannel, Empty> =>
  withoutParams('globalMaxPool2d', (x: Images, context) => {
    requireImagesOf('globalMaxPool2d', x)
    const extent = extentOf(x.shape)
    if (extent[0] * extent[1] === 0)
      throw new ShapeError(
        `globalMaxPool2d needs images with elements, but was given ${showShape(x.shape)}.`,
        [x.shape],
      )
    const [largest, pullback] = maxPool2d(extent).run(empty, x, empty, context)
    const one = largest as Tensor
    return [reshape(x.shape.slice(0, 2))(one), (dy: Tensor) => pullback(reshape(one.shape)(dy))[1]]
  })
