/**
 * The largest element of each channel of sequences.
 *
 * @module
 */
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { PerChannel } from '../window/windowed.ts'
import { largestOfChannels } from './global.ts'

/**
 * The largest element of each channel over the whole sequence: one number for each. The cotangent goes to where it was: to the first
 * of several that are equally large. Works for sequences of any size.
 *
 * Takes [batch, channels, length] and gives [batch, channels].
 *
 * @throws ShapeError unless sequences have three axes and are not empty.
 *
 * @example
 * import { compose, conv1d, dense, globalMaxPool1d, relu } from 'pullback'
 * const detector = compose(conv1d(3, 32, 3), relu(), globalMaxPool1d(), dense(32, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const globalMaxPool1d = takes('globalMaxPool1d', {}, () => globalMaxPool1dUnchecked)

const globalMaxPool1dUnchecked = (): Layer<Tensor<[number, number, number]>, PerChannel, Empty> =>
  largestOfChannels('globalMaxPool1d', 1)
