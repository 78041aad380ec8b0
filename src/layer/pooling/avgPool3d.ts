/**
 * The mean of each window of volumes.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Known } from '../window/options.ts'
import type { VolumeSize, Volumes } from '../window/windowed.ts'
import { means } from './mean.ts'
import { type AvgPoolOptions, type PooledVolume, pooledBy } from './pooling.ts'

/**
 * The mean of each window, in each channel by itself.
 *
 * Takes [batch, channels, depth, height, width] and gives [batch, channels, depth', height', width'], where `depth'` is
 * `⌊(depth + 2 · padding - size) / stride⌋ + 1`. Each cotangent is shared among the elements of its window.
 *
 * @throws ShapeError if a window is larger than the padded volumes.
 * @throws ArgumentError unless sizes and strides are positive integers and padding is no less than 0 and smaller than the
 * window.
 *
 * @example
 * import { avgPool3d, compose, conv3d, tanh } from 'pullback'
 * const block = compose(conv3d(1, 6, 3), tanh(), avgPool3d(2))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const avgPool3d = takes(
  'avgPool3d',
  {
    size: needs.volumeSizes,
    options: needs.options({
      stride: needs.volumeSizes,
      padding: needs.volumePaddings,
      countIncludePad: needs.boolean,
    }),
  },
  () => avgPool3dUnchecked,
)

const avgPool3dUnchecked = <
  const K extends VolumeSize,
  const Options extends AvgPoolOptions<VolumeSize> = Readonly<Record<never, never>>,
>(
  size: K,
  options?: Known<Options, AvgPoolOptions<VolumeSize>>,
): Layer<Volumes, PooledVolume<K, Options>, Empty> =>
  pooledBy(
    { layer: 'avgPool3d', rank: 3, lacking: 'mean', pool: means },
    size,
    (options ?? {}) as AvgPoolOptions<VolumeSize>,
  )
