/**
 * The largest element of each window.
 *
 * @module
 */
import { argmaxWindows } from '../../primitive/argmaxWindows.ts'
import { Gather, type GatherOptions } from '../../primitive/gather.ts'
import { reshape } from '../../primitive/reshape.ts'
import { extentOf, requireWindows } from '../../primitive/sliding.ts'
import { fromPrimitive } from '../../smooth/fromPrimitive.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Kind } from '../../tensor/dtype.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { showOptions } from '../convolution/convolution.ts'
import type { Layer } from '../layer.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Known } from '../window/options.ts'
import type { Pooled, PoolOptions } from './pooling.ts'
import { pairOf, requireImagesOf, showPair } from '../window/sizePair.ts'
import type { Images, Size } from '../window/windowed.ts'

/** The element of each row of a matrix that an index names, for a row of indices for each. */
const pickFromRows = fromPrimitive<readonly [Tensor, AnyTensor], Tensor, GatherOptions>(Gather, {
  batchDims: 1,
})

/**
 * The largest element of each window, in each channel by itself. The cotangent goes to where it was: to the first of several
 * that are equally large. Padding is never chosen.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels, height', width'], where `height'` is
 * `⌊(height + 2 · padding - size) / stride⌋ + 1`. Rows and columns behind the last whole window are left out.
 *
 * @throws ShapeError if a window is larger than the padded images.
 * @throws ArgumentError unless sizes and strides are positive integers and padding is no less than 0 and smaller than the
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
  { size: needs.sizes, options: needs.options({ stride: needs.sizes, padding: needs.paddings }) },
  () => maxPool2dUnchecked,
)

const maxPool2dUnchecked = <
  const K extends Size,
  const Options extends PoolOptions = Readonly<Record<never, never>>,
>(
  size: K,
  given?: Known<Options, PoolOptions>,
): Layer<Images, Pooled<K, Options>, Empty> => {
  const options = (given ?? {}) as PoolOptions
  const window = pairOf('maxPool2d', 'the size', size)
  const strides = pairOf('maxPool2d', 'stride', options.stride ?? size)
  const padding = pairOf('maxPool2d', 'padding', options.padding ?? 0, 0)
  if (padding.some((n, axis) => n >= window[axis as 0 | 1]))
    throw new ArgumentError(
      `maxPool2d needs padding that is smaller than the window, but was given padding ${showShape(padding)} and a window of ` +
        `${showShape(window)}: a window of nothing but padding has no largest element.`,
    )
  const shown = showOptions({ stride: strides, padding }, { stride: window, padding: 0 })
  const name = `maxPool2d(${showPair(window)}${shown})`
  return withoutParams(name, (x: Images) => {
    requireImagesOf(name, x)
    const [height, width] = extentOf(x.shape)
    requireWindows(name, [height, width], window, { strides, padding, dilations: [1, 1] })
    const where = argmaxWindows({ size: window, strides, padding })(x)
    const planes = x.shape[0] * x.shape[1]
    const rows = <K extends Kind>(y: Tensor<Shape, K>, columns: number) => reshape([planes, columns])(y)
    const [taken, pullback] = pickFromRows([
      rows(x as Tensor, height * width),
      rows(where as AnyTensor, where.shape[2] * where.shape[3]),
    ])
    return [
      reshape(where.shape)(taken),
      (dy: Tensor) => {
        const [dx] = pullback(rows(dy, where.shape[2] * where.shape[3]))
        return reshape(x.shape)(dx)
      },
    ]
  })
}
