/**
 * The mean of each channel of volumes.
 *
 * @module
 */
import { takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { PerChannel, Volumes } from '../window/windowed.ts'
import { meanOfChannels } from './global.ts'

/**
 * The mean of each channel over the whole volume: one number for each (Lin, Chen and Yan 2014). Works for volumes of any size.
 *
 * Takes [batch, channels, depth, height, width] and gives [batch, channels].
 *
 * @throws ShapeError unless volumes have five axes and are not empty.
 *
 * @example
 * import { compose, conv3d, dense, globalAvgPool3d, relu } from 'pullback'
 * const classifier = compose(conv3d(1, 32, 3), relu(), globalAvgPool3d(), dense(32, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const globalAvgPool3d = takes('globalAvgPool3d', {}, () => globalAvgPool3dUnchecked)

const globalAvgPool3dUnchecked = (): Layer<Volumes, PerChannel, Empty> => meanOfChannels('globalAvgPool3d', 3)
