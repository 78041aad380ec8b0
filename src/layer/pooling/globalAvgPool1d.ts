/**
 * The mean of each channel of sequences.
 *
 * @module
 */
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { PerChannel } from '../window/windowed.ts'
import { meanOfChannels } from './global.ts'

/**
 * The mean of each channel over the whole sequence: one number for each (Lin, Chen and Yan 2014). Works for sequences of any size.
 *
 * Takes [batch, channels, length] and gives [batch, channels].
 *
 * @throws ShapeError unless sequences have three axes and are not empty.
 *
 * @example
 * import { compose, conv1d, dense, globalAvgPool1d, relu } from 'pullback'
 * const classifier = compose(conv1d(3, 32, 3), relu(), globalAvgPool1d(), dense(32, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const globalAvgPool1d = takes('globalAvgPool1d', {}, () => globalAvgPool1dUnchecked)

const globalAvgPool1dUnchecked = (): Layer<Tensor<[number, number, number]>, PerChannel, Empty> =>
  meanOfChannels('globalAvgPool1d', 1)
