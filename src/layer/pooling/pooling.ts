/**
 * Common parts of pooling layers of one, two and three dimensions: options, types, and the way to run.
 *
 * @module
 */
import { type PerAxis, requireWindows } from '../../primitive/window/sliding.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
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
import { isWithin, overImages, type PoolImages, type PoolWindows, placesOf } from './overImages.ts'

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
 * How windows slide, and how far their elements are from each other.
 *
 * @category Pooling
 * @since 0.1.0
 */
export interface MaxPoolOptions<S = Size> extends PoolOptions<S> {
  /**
   * How far the elements of a window are from each other. Defaults to 1.
   *
   * @default 1
   */
  readonly dilation?: S
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
  [
    Along<K, A>,
    OptionAlong<Options, 'stride', A, Along<K, A>>,
    OptionAlong<Options, 'padding', A, 0>,
    OptionAlong<Options, 'dilation', A, 1>,
  ]
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

/** Windows whose elements are apart may reach over all that there is: each has to have an element of it. */
const requireElements = (
  name: string,
  lacking: string,
  places: PerAxis,
  counts: PerAxis,
  windows: PoolWindows,
): void => {
  if (windows.dilations.every(n => n === 1)) return
  places.forEach((n, axis) => {
    for (let window = 0; window < (counts[axis] as number); window++)
      if (!placesOf(window, axis, windows).some(place => isWithin(n, place)))
        throw new ShapeError(
          `${name} has windows that reach over all ${n} elements along axis ${axis + 2}, from padding to padding: they have no ` +
            `${lacking}. Use less dilation or padding.`,
          [places],
          axis,
        )
  })
}

type AllOptions = MaxPoolOptions<number | PerAxis> & AvgPoolOptions<number | PerAxis>

/** A layer that gives one number for each window of each channel. */
export const pooledBy = <A, B>(
  { layer, rank, lacking, pool }: Pooling,
  size: number | PerAxis,
  { stride = size, padding = 0, dilation = 1, countIncludePad = true }: AllOptions,
): Layer<A, B, Empty> => {
  const windows: PoolWindows = {
    size: sizesAlong(layer, rank, 'the size', size),
    strides: sizesAlong(layer, rank, 'stride', stride),
    padding: sizesAlong(layer, rank, 'padding', padding, 0),
    dilations: sizesAlong(layer, rank, 'dilation', dilation),
  }
  const reach = windows.size.map((n, axis) => (windows.dilations[axis] as number) * (n - 1) + 1)
  if (windows.padding.some((n, axis) => n >= (reach[axis] as number)))
    throw new ArgumentError(
      `${layer} needs padding that is smaller than the window, but was given padding ${showShape(windows.padding)} and a ` +
        `window of ${showShape(reach)}: a window of nothing but padding has no ${lacking}.`,
    )
  const shown = showOptions(
    { stride: windows.strides, padding: windows.padding, dilation: windows.dilations },
    { stride: windows.size, padding: 0, dilation: 1 },
  )
  const name = `${layer}(${showSizes(windows.size)}${shown})`
  return withoutParams(name, (x: A) => {
    const input = x as Tensor
    requirePlaces(name, input, rank)
    const places = input.shape.slice(2)
    requireElements(name, lacking, places, requireWindows(name, places, windows.size, windows), windows)
    return overImages(pool(countIncludePad), windows)(input)
  })
}
