/**
 * Means over as many bins as asked for, whatever the size of the sequences.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Resized } from '../window/windowed.ts'
import { meansOfBins } from './adaptive.ts'

/**
 * The mean of each of `size` bins that share the sequence out among them: bin `i` of `m` has the elements from `⌊i · length / m⌋` up
 * to, not including, `⌈(i + 1) · length / m⌉`, so that neighbours overlap where `m` does not divide the length.
 *
 * Takes [batch, channels, length] and gives [batch, channels, size].
 *
 * @throws ShapeError unless sequences have three axes and are not empty.
 * @throws ArgumentError unless sizes are positive integers.
 *
 * @example
 * import { adaptiveAvgPool1d, compose, conv1d, dense, flatten, relu } from 'pullback'
 * const classifier = compose(conv1d(3, 8, 3), relu(), adaptiveAvgPool1d(4), flatten(), dense(8 * 4, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const adaptiveAvgPool1d = takes(
  'adaptiveAvgPool1d',
  { size: needs.size },
  () => adaptiveAvgPool1dUnchecked,
)

const adaptiveAvgPool1dUnchecked = <const K extends number>(
  size: K,
): Layer<Tensor<[number, number, number]>, Resized<[K]>, Empty> => meansOfBins('adaptiveAvgPool1d', 1, size)
