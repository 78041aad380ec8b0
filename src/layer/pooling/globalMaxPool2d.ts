/**
 * The largest element of each channel of images.
 *
 * @module
 */
import { takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Images, PerChannel } from '../window/windowed.ts'
import { largestOfChannels } from './global.ts'

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
  largestOfChannels('globalMaxPool2d', 2)
