/**
 * The largest element of each window of sequences.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Known } from '../window/options.ts'
import { maxima } from './maximum.ts'
import { type MaxPoolOptions, type PooledSequence, pooledBy } from './pooling.ts'

/**
 * The largest element of each window, in each channel by itself. The cotangent goes to where it was: to the first of several
 * that are equally large. Padding is never chosen.
 *
 * Takes [batch, channels, length] and gives [batch, channels, length'], where `length'` is
 * `⌊(length + 2 · padding - dilation · (size - 1) - 1) / stride⌋ + 1`. What is behind the last whole window is left out.
 *
 * @throws ShapeError if a window is larger than the padded sequences.
 * @throws ArgumentError unless sizes, strides and dilations are positive integers and padding is no less than 0 and smaller than the
 * window.
 *
 * @example
 * import { compose, conv1d, maxPool1d, relu } from 'pullback'
 * const block = compose(conv1d(3, 16, 3, { padding: 1 }), relu(), maxPool1d(2))
 * const overlapping = maxPool1d(3, { stride: 2, padding: 1 })
 *
 * @category Pooling
 * @since 0.1.0
 */
export const maxPool1d = takes(
  'maxPool1d',
  {
    size: needs.size,
    options: needs.options({ stride: needs.size, padding: needs.count, dilation: needs.size }),
  },
  () => maxPool1dUnchecked,
)

const maxPool1dUnchecked = <
  const K extends number,
  const Options extends MaxPoolOptions<number> = Readonly<Record<never, never>>,
>(
  size: K,
  options?: Known<Options, MaxPoolOptions<number>>,
): Layer<Tensor<[number, number, number]>, PooledSequence<K, Options>, Empty> =>
  pooledBy(
    { layer: 'maxPool1d', rank: 1, lacking: 'largest element', pool: () => maxima },
    size,
    (options ?? {}) as MaxPoolOptions<number>,
  )
