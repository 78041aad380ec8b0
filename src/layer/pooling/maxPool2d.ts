/**
 * The largest element of each window of images.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Known } from '../window/options.ts'
import type { Images, Size } from '../window/windowed.ts'
import { maxima } from './maximum.ts'
import { type MaxPoolOptions, type Pooled, pooledBy } from './pooling.ts'

/**
 * The largest element of each window, in each channel by itself. The cotangent goes to where it was: to the first of several
 * that are equally large. Padding is never chosen.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels, height', width'], where `height'` is
 * `⌊(height + 2 · padding - dilation · (size - 1) - 1) / stride⌋ + 1`. Rows and columns behind the last whole window are left out.
 *
 * @throws ShapeError if a window is larger than the padded images.
 * @throws ArgumentError unless sizes, strides and dilations are positive integers and padding is no less than 0 and smaller than the
 * window.
 *
 * @example
 * import { compose, conv2d, maxPool2d, relu } from 'pullback'
 * const block = compose(conv2d(3, 16, 3, { padding: 1 }), relu(), maxPool2d(2))
 * const overlapping = maxPool2d(3, { stride: 2, padding: 1 })
 *
 * @category Pooling
 * @since 0.1.0
 */
export const maxPool2d = takes(
  'maxPool2d',
  {
    size: needs.sizes,
    options: needs.options({ stride: needs.sizes, padding: needs.paddings, dilation: needs.sizes }),
  },
  () => maxPool2dUnchecked,
)

const maxPool2dUnchecked = <
  const K extends Size,
  const Options extends MaxPoolOptions = Readonly<Record<never, never>>,
>(
  size: K,
  options?: Known<Options, MaxPoolOptions>,
): Layer<Images, Pooled<K, Options>, Empty> =>
  pooledBy(
    { layer: 'maxPool2d', rank: 2, lacking: 'largest element', pool: () => maxima },
    size,
    (options ?? {}) as MaxPoolOptions,
  )
