/**
 * Means over as many bins as asked for, whatever the size of the volumes.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import type { Along, Resized, VolumeSize, Volumes } from '../window/windowed.ts'
import { meansOfBins } from './adaptive.ts'

/**
 * The mean of each of `size` bins that share the volume out among them: bin `i` of `m` has the planes from `⌊i · depth / m⌋` up
 * to, not including, `⌈(i + 1) · depth / m⌉`, so that neighbours overlap where `m` does not divide the depth.
 *
 * Takes [batch, channels, depth, height, width] and gives [batch, channels, size, size, size].
 *
 * @throws ShapeError unless volumes have five axes and are not empty.
 * @throws ArgumentError unless sizes are positive integers.
 *
 * @example
 * import { adaptiveAvgPool3d, compose, conv3d, dense, flatten, relu } from 'pullback'
 * const classifier = compose(conv3d(1, 8, 3), relu(), adaptiveAvgPool3d(2), flatten(), dense(8 * 2 * 2 * 2, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const adaptiveAvgPool3d = takes(
  'adaptiveAvgPool3d',
  { size: needs.volumeSizes },
  () => adaptiveAvgPool3dUnchecked,
)

const adaptiveAvgPool3dUnchecked = <const K extends VolumeSize>(
  size: K,
): Layer<Volumes, Resized<[Along<K, 0>, Along<K, 1>, Along<K, 2>]>, Empty> =>
  meansOfBins('adaptiveAvgPool3d', 3, size)
