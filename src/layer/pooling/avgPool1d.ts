/**
 * The mean of each window of sequences.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Known } from '../window/options.ts'
import { means } from './mean.ts'
import { type AvgPoolOptions, type PooledSequence, pooledBy } from './pooling.ts'

/**
 * The mean of each window, in each channel by itself.
 *
 * Takes [batch, channels, length] and gives [batch, channels, length'], where `length'` is
 * `⌊(length + 2 · padding - size) / stride⌋ + 1`. Each cotangent is shared among the elements of its window.
 *
 * @throws ShapeError if a window is larger than the padded sequences.
 * @throws ArgumentError unless sizes and strides are positive integers and padding is no less than 0 and smaller than the
 * window.
 *
 * @example
 * import { avgPool1d, compose, conv1d, tanh } from 'pullback'
 * const block = compose(conv1d(1, 6, 5), tanh(), avgPool1d(2))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const avgPool1d = takes(
  'avgPool1d',
  {
    size: needs.size,
    options: needs.options({ stride: needs.size, padding: needs.count, countIncludePad: needs.boolean }),
  },
  () => avgPool1dUnchecked,
)

const avgPool1dUnchecked = <
  const K extends number,
  const Options extends AvgPoolOptions<number> = Readonly<Record<never, never>>,
>(
  size: K,
  options?: Known<Options, AvgPoolOptions<number>>,
): Layer<Tensor<[number, number, number]>, PooledSequence<K, Options>, Empty> =>
  pooledBy(
    { layer: 'avgPool1d', rank: 1, lacking: 'mean', pool: means },
    size,
    (options ?? {}) as AvgPoolOptions<number>,
  )
