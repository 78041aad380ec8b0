/**
 * The largest element of each window of volumes.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Known } from '../window/options.ts'
import type { VolumeSize, Volumes } from '../window/windowed.ts'
import { maxima } from './maximum.ts'
import { type MaxPoolOptions, type PooledVolume, pooledBy } from './pooling.ts'

/**
 * The largest element of each window, in each channel by itself. The cotangent goes to where it was: to the first of several
 * that are equally large. Padding is never chosen.
 *
 * Takes [batch, channels, depth, height, width] and gives [batch, channels, depth', height', width'], where `depth'` is
 * `⌊(depth + 2 · padding - dilation · (size - 1) - 1) / stride⌋ + 1`. Planes, rows and columns behind the last whole window are left out.
 *
 * @throws ShapeError if a window is larger than the padded volumes.
 * @throws ArgumentError unless sizes, strides and dilations are positive integers and padding is no less than 0 and smaller than the
 * window.
 *
 * @example
 * import { compose, conv3d, maxPool3d, relu } from 'pullback'
 * const block = compose(conv3d(3, 16, 3, { padding: 1 }), relu(), maxPool3d(2))
 * const inPlanesOnly = maxPool3d([1, 2, 2])
 *
 * @category Pooling
 * @since 0.1.0
 */
export const maxPool3d = takes(
  'maxPool3d',
  {
    size: needs.volumeSizes,
    options: needs.options({
      stride: needs.volumeSizes,
      padding: needs.volumePaddings,
      dilation: needs.volumeSizes,
    }),
  },
  () => maxPool3dUnchecked,
)

const maxPool3dUnchecked = <
  const K extends VolumeSize,
  const Options extends MaxPoolOptions<VolumeSize> = Readonly<Record<never, never>>,
>(
  size: K,
  options?: Known<Options, MaxPoolOptions<VolumeSize>>,
): Layer<Volumes, PooledVolume<K, Options>, Empty> =>
  pooledBy(
    { layer: 'maxPool3d', rank: 3, lacking: 'largest element', pool: () => maxima },
    size,
    (options ?? {}) as MaxPoolOptions<VolumeSize>,
  )
