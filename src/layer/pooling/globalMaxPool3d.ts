/**
 * The largest element of each channel of volumes.
 *
 * @module
 */
import { takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { PerChannel, Volumes } from '../window/windowed.ts'
import { largestOfChannels } from './global.ts'

/**
 * The largest element of each channel over the whole volume: one number for each. The cotangent goes to where it was: to the first
 * of several that are equally large. Works for volumes of any size.
 *
 * Takes [batch, channels, depth, height, width] and gives [batch, channels].
 *
 * @throws ShapeError unless volumes have five axes and are not empty.
 *
 * @example
 * import { compose, conv3d, dense, globalMaxPool3d, relu } from 'pullback'
 * const detector = compose(conv3d(1, 32, 3), relu(), globalMaxPool3d(), dense(32, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const globalMaxPool3d = takes('globalMaxPool3d', {}, () => globalMaxPool3dUnchecked)

const globalMaxPool3dUnchecked = (): Layer<Volumes, PerChannel, Empty> =>
  largestOfChannels('globalMaxPool3d', 3)
