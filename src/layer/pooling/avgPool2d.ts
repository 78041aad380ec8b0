/**
 * The mean of each window of images.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Known } from '../window/options.ts'
import type { Images, Size } from '../window/windowed.ts'
import { means } from './mean.ts'
import { type AvgPoolOptions, type Pooled, pooledBy } from './pooling.ts'

/**
 * The mean of each window, in each channel by itself.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels, height', width'], where `height'` is
 * `⌊(height + 2 · padding - size) / stride⌋ + 1`. Each cotangent is shared among the elements of its window.
 *
 * @throws ShapeError if a window is larger than the padded images.
 * @throws ArgumentError unless sizes and strides are positive integers and padding is no less than 0 and smaller than the
 * window.
 *
 * @example
 * import { avgPool2d, compose, conv2d, tanh } from 'pullback'
 * const block = compose(conv2d(1, 6, 5), tanh(), avgPool2d(2))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const avgPool2d = takes(
  'avgPool2d',
  {
    size: needs.sizes,
    options: needs.options({ stride: needs.sizes, padding: needs.paddings, countIncludePad: needs.boolean }),
  },
  () => avgPool2dUnchecked,
)

const avgPool2dUnchecked = <
  const K extends Size,
  const Options extends AvgPoolOptions = Readonly<Record<never, never>>,
>(
  size: K,
  options?: Known<Options, AvgPoolOptions>,
): Layer<Images, Pooled<K, Options>, Empty> =>
  pooledBy(
    { layer: 'avgPool2d', rank: 2, lacking: 'mean', pool: means },
    size,
    (options ?? {}) as AvgPoolOptions,
  )
