/**
 * Common parts of pooling layers of one, two and three dimensions: options, types, and the way to run.
 *
 * @module
 */
import { type PerAxis, requireWindows } from '../../primitive/sliding.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { showOptions } from '../convolution/convolution.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import { type Rank, requirePlaces, showSizes, sizesAlong } from '../window/sizes.ts'
import type {
  Along,
  Axis,
  Computed,
  OptionAlong,
  Size,
  Windowed,
  WindowedSequence,
  WindowedVolume,
} from '../window/windowed.ts'
import { overImages, type PoolImages } from './overImages.ts'

/**
 * How the windows of a pooling layer slide: over images, or with sizes of another kind along sequences or over volumes.
 *
 * @category Pooling
 * @since 0.1.0
 */
export interface PoolOptions<S = Size> {
  /** How far one window is from the next. Defaults to the size of a window, so that none overlap. */
  readonly stride?: S
  /**
   * How far windows may reach over the edge on each side. Defaults to 0.
   *
   * @default 0
   */
  readonly padding?: S
}

/**
 * How windows slide, and what they are divided by.
 *
 * @category Pooling
 * @since 0.1.0
 */
export interface AvgPoolOptions<S = Size> extends PoolOptions<S> {
  /**
   * Whether the zeros around the images count. Defaults to true.
   *
   * @default true
   */
  readonly countIncludePad?: boolean
}

type PoolAxis<K, Options, A extends Axis> = Computed<
  [Along<K, A>, OptionAlong<Options, 'stride', A, Along<K, A>>, OptionAlong<Options, 'padding', A, 0>, 1]
>

/**
 * Gives one number for each window of each channel.
 *
 * @category Pooling
 * @since 0.1.0
 */
export type Pooled<K, Options> = Windowed<null, PoolAxis<K, Options, 0>, PoolAxis<K, Options, 1>>

/**
 * Gives one number for each window of each channel of a sequence.
 *
 * @category Pooling
 * @since 0.1.0
 */
export type PooledSequence<K, Options> = WindowedSequence<null, PoolAxis<K, Options, 0>>

/**
 * Gives one number for each window of each channel of a volume.
 *
 * @category Pooling
 * @since 0.1.0
 */
export type PooledVolume<K, Options> = WindowedVolume<
  null,
  PoolAxis<K, Options, 0>,
  PoolAxis<K, Options, 1>,
  PoolAxis<K, Options, 2>
>

/** A pooling layer: what it is called, the axes that its windows slide along, and what it makes of windows over images. */
export interface Pooling {
  readonly layer: string
  readonly rank: Rank
  /** What a window of nothing but padding does not have. */
  readonly lacking: string
  readonly pool: (countIncludePad: boolean) => PoolImages
}

/** A layer that gives one number for each window of each channel. */
export const pooledBy = <A, B>(
  { layer, rank, lacking, pool }: Pooling,
  size: number | PerAxis,
  { stride = size, padding = 0, countIncludePad = true }: AvgPoolOptions<number | PerAxis>,
): Layer<A, B, Empty> => {
  const windows = {
    size: sizesAlong(layer, rank, 'the size', size),
    strides: sizesAlong(layer, rank, 'stride', stride),
    padding: sizesAlong(layer, rank, 'padding', padding, 0),
  }
  if (windows.padding.some((n, axis) => n >= (windows.size[axis] as number)))
    throw new ArgumentError(
      `${layer} needs padding that is smaller than the window, but was given padding ${showShape(windows.padding)} and a ` +
        `window of ${showShape(windows.size)}: a window of nothing but padding has no ${lacking}.`,
    )
  const shown = showOptions(
    { stride: windows.strides, padding: windows.padding },
    { stride: windows.size, padding: 0 },
  )
  const name = `${layer}(${showSizes(windows.size)}${shown})`
  const sliding = { ...windows, dilations: windows.size.map(() => 1) }
  return withoutParams(name, (x: A) => {
    const input = x as Tensor
    requirePlaces(name, input, rank)
    requireWindows(name, input.shape.slice(2), windows.size, sliding)
    return overImages(pool(countIncludePad), windows)(input)
  })
}
