/**
 * The mean of each channel of images.
 *
 * @module
 */
import { takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Images, PerChannel } from '../window/windowed.ts'
import { meanOfChannels } from './global.ts'

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

const globalAvgPool2dUnchecked = (): Layer<Images, PerChannel, Empty> => meanOfChannels('globalAvgPool2d', 2)
