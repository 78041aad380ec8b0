/**
 * Means over as many bins as asked for, whatever the size of the images.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Along, Images, Resized, Size } from '../window/windowed.ts'
import { meansOfBins } from './adaptive.ts'

/**
 * The mean of each of `size` bins that share the image out among them: bin `i` of `m` has the rows from `⌊i · height / m⌋` up
 * to, not including, `⌈(i + 1) · height / m⌉`, so that neighbours overlap where `m` does not divide the height.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels, size, size].
 *
 * @throws ShapeError unless images have four axes and are not empty.
 * @throws ArgumentError unless sizes are positive integers.
 *
 * @example
 * import { adaptiveAvgPool2d, compose, conv2d, dense, flatten, relu } from 'pullback'
 * const classifier = compose(conv2d(3, 8, 3), relu(), adaptiveAvgPool2d(4), flatten(), dense(8 * 4 * 4, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const adaptiveAvgPool2d = takes(
  'adaptiveAvgPool2d',
  { size: needs.sizes },
  () => adaptiveAvgPool2dUnchecked,
)

const adaptiveAvgPool2dUnchecked = <const K extends Size>(
  size: K,
): Layer<Images, Resized<[Along<K, 0>, Along<K, 1>]>, Empty> => meansOfBins('adaptiveAvgPool2d', 2, size)
