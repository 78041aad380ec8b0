/**
 * The mean of each window.
 *
 * @module
 */
import { mul } from '../../primitive/arithmetic.ts'
import { broadcastAlong } from '../../primitive/broadcast.ts'
import { convolve, convolveTransposed } from '../../primitive/convolve.ts'
import { reshape } from '../../primitive/reshape.ts'
import { scale } from '../../primitive/scale.ts'
import { extentOf, type Pair, requireWindows } from '../../primitive/sliding.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { fromValues, full, type Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { showOptions } from '../convolution/convolution.ts'
import type { Layer } from '../layer.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Known } from '../window/options.ts'
import type { Pooled, PoolOptions } from './pooling.ts'
import { pairOf, requireImagesOf, showPair } from '../window/sizePair.ts'
import type { Images, Size } from '../window/windowed.ts'

/**
 * How windows slide, and what they are divided by.
 *
 * @category Pooling
 * @since 0.1.0
 */
export interface AvgPoolOptions extends PoolOptions {
  /**
   * Whether the zeros around the images count. Defaults to true.
   *
   * @default true
   */
  readonly countIncludePad?: boolean
}

/** How many elements of the images each window has, along one axis. */
const countsAlong = (n: number, windows: number, size: number, stride: number, padding: number): number[] =>
  Array.from({ length: windows }, (_, i) => {
    const start = i * stride - padding
    return Math.min(start + size, n) - Math.max(start, 0)
  })

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
  given?: Known<Options, AvgPoolOptions>,
): Layer<Images, Pooled<K, Options>, Empty> => {
  const options = (given ?? {}) as AvgPoolOptions
  const window = pairOf('avgPool2d', 'the size', size)
  const strides = pairOf('avgPool2d', 'stride', options.stride ?? size)
  const padding = pairOf('avgPool2d', 'padding', options.padding ?? 0, 0)
  const countIncludePad = options.countIncludePad ?? true
  if (padding.some((n, axis) => n >= window[axis as 0 | 1]))
    throw new ArgumentError(
      `avgPool2d needs padding that is smaller than the window, but was given padding ${showShape(padding)} and a window of ` +
        `${showShape(window)}: a window of nothing but padding has no mean.`,
    )
  const shown = showOptions({ stride: strides, padding }, { stride: window, padding: 0 })
  const name = `avgPool2d(${showPair(window)}${shown})`
  const how = { strides, padding, dilations: [1, 1], groups: 1 } as const
  return withoutParams(name, (x: Images) => {
    requireImagesOf(name, x)
    const extent = extentOf(x.shape)
    const windows = requireWindows(name, extent, window, how)
    const planes = x.shape[0] * x.shape[1]
    const outputs: Shape = [x.shape[0], x.shape[1], ...windows]
    const ones = full([1, 1, ...window], 1, x.dtype) as Images
    const asPlanes = (y: Tensor, [height, width]: Pair): Images =>
      reshape([planes, 1, height, width])(y) as Images
    const means = (sums: Tensor): Tensor => {
      if (countIncludePad || padding.every(n => n === 0)) return scale(1 / (window[0] * window[1]))(sums)
      const [rows, columns] = ([0, 1] as const).map(axis =>
        countsAlong(extent[axis], windows[axis], window[axis], strides[axis], padding[axis]),
      ) as [number[], number[]]
      const shares = rows.flatMap(r => columns.map(s => 1 / (r * s)))
      const perWindow = fromValues(windows, shares, x.dtype)
      return mul(sums, broadcastAlong(outputs, [2, 3])(perWindow) as Tensor)
    }
    const sums = convolve(how)(asPlanes(x as Tensor, extent), ones)
    return [
      means(reshape(outputs)(sums as Tensor)),
      (dy: Tensor) => {
        const dsums = asPlanes(means(dy), windows)
        const dx = convolveTransposed({ ...how, size: extent })(dsums, ones)
        return reshape(x.shape)(dx as Tensor)
      },
    ]
  })
}
