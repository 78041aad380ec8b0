/**
 * The transpose of convolution: from few places to many.
 *
 * @module
 */
import { glorotUniform } from '../../initialiser/glorot.ts'
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { convolve, convolveKernel, convolveTransposed } from '../../primitive/window/convolve.ts'
import { extentOf, type Pair } from '../../primitive/window/sliding.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Layer } from '../layer.ts'
import { pairOf, requireImagesOf, showSizes } from '../window/sizes.ts'
import type { Along, Grouped, Images, OptionAlong, PerGroup, Size, Spread } from '../window/windowed.ts'
import type { Conv2dOptions } from './conv2d.ts'
import {
  type KernelParams,
  kernelNeeds,
  requireGroups,
  showOptions,
  slidingOf,
  withKernel,
} from './convolution.ts'

/**
 * How a kernel is spread over images, and how its parameters begin.
 *
 * @category Convolution
 * @since 0.1.0
 */
export interface ConvTranspose2dOptions extends Conv2dOptions {
  /**
   * How many rows and columns are added at the bottom and on the right, as several sizes of images have as many windows;
   * less than the stride. Defaults to 0.
   *
   * @default 0
   */
  readonly outputPadding?: Size
}

type SpreadAxis<K, Options, Axis extends 0 | 1> = readonly [
  Along<K, Axis>,
  OptionAlong<Options, 'stride', Axis, 1>,
  OptionAlong<Options, 'padding', Axis, 0>,
  OptionAlong<Options, 'dilation', Axis, 1>,
  OptionAlong<Options, 'outputPadding', Axis, 0>,
]

/**
 * The transpose of `conv2d`: each element of the input is multiplied with the kernel and added to the window of the output that
 * it is for. With stride 2 images become about twice as large; `padding` is cut off.
 *
 * Takes [batch, inputs, height, width] and gives [batch, outputs, height', width'], where `height'` is
 * `(height - 1) · stride - 2 · padding + dilation · (kernel - 1) + 1 + outputPadding`. The kernel is
 * [inputs, outputs / groups, kernel, kernel], that of the convolution from `outputs` to `inputs` which it is the transpose of.
 *
 * @throws ShapeError if the channels of the input are not `inputs`, or so much is cut off that nothing is left.
 * @throws ArgumentError unless sizes, strides, dilations and groups are positive integers, paddings are not negative, that of
 * the output is less than the stride, and groups divide inputs and outputs.
 *
 * @example
 * import { compose, conv2d, convTranspose2d, relu } from 'pullback'
 * const autoencoder = compose(
 *   conv2d(1, 8, 3, { stride: 2, padding: 1 }),
 *   relu(),
 *   convTranspose2d(8, 1, 3, { stride: 2, padding: 1, outputPadding: 1 }),
 * )
 *
 * @category Convolution
 * @since 0.1.0
 */
export const convTranspose2d = takes(
  'convTranspose2d',
  {
    inputs: needs.size,
    outputs: needs.size,
    kernel: needs.sizes,
    options: needs.options({
      stride: needs.sizes,
      padding: needs.paddings,
      dilation: needs.sizes,
      outputPadding: needs.paddings,
      ...kernelNeeds,
    }),
  },
  () => convTranspose2dUnchecked,
)

const convTranspose2dUnchecked = <
  I extends number,
  O extends number,
  const K extends Size,
  const Options extends ConvTranspose2dOptions = Readonly<Record<never, never>>,
>(
  inputs: I,
  outputs: O,
  kernel: K,
  options?: Grouped<I, O, Options, ConvTranspose2dOptions>,
): Layer<
  Images<I>,
  Spread<O, SpreadAxis<K, Options, 0>, SpreadAxis<K, Options, 1>>,
  KernelParams<[I, PerGroup<O, Options>, Along<K, 0>, Along<K, 1>], O, Options>
> => {
  const {
    stride = 1,
    padding = 0,
    dilation = 1,
    outputPadding = 0,
    groups = 1,
    ...given
  } = (options ?? {}) as ConvTranspose2dOptions
  requireGroups('convTranspose2d', inputs, outputs, groups)
  const size = pairOf('convTranspose2d', 'the kernel', kernel)
  const sliding = slidingOf('convTranspose2d', 2, stride, padding, dilation)
  const extra = pairOf('convTranspose2d', 'outputPadding', outputPadding, 0)
  if (extra.some((n, axis) => n >= sliding.strides[axis as 0 | 1]))
    throw new ArgumentError(
      `convTranspose2d needs an outputPadding that is less than the stride, but was given ${showShape(extra)} and stride ` +
        `${showShape(sliding.strides)}. Put more rows behind the images with a padding of their own.`,
    )
  const shown = showOptions(
    {
      stride: sliding.strides,
      padding: sliding.padding,
      dilation: sliding.dilations,
      outputPadding: extra,
      groups,
    },
    { stride: 1, padding: 0, dilation: 1, outputPadding: 0, groups: 1 },
  )
  const name = `convTranspose2d(${inputs}, ${outputs}, ${showSizes(size)}${shown})`
  const along = (n: number, axis: 0 | 1): number =>
    (n - 1) * sliding.strides[axis] -
    2 * sliding.padding[axis] +
    sliding.dilations[axis] * (size[axis] - 1) +
    1 +
    extra[axis]
  // Inputs come first here: what goes into each output follows from the second axis of a convolution's kernel only.
  const { w: initialiser = glorotUniform } = given
  const places = size[0] * size[1]
  const fans = { in: (inputs / groups) * places, out: outputs * places }
  const w: Initialiser = (shape, dtype) => initialiser(shape, dtype, fans)
  return withKernel(name, [inputs, outputs / groups, ...size], outputs, { ...given, w }, (x, w) => {
    requireImagesOf(name, x, inputs)
    const [height, width] = extentOf(x.shape)
    const spread: Pair = [along(height, 0), along(width, 1)]
    if (height * width === 0 || spread.some(n => n < 1))
      throw new ShapeError(
        `${name} was given images of ${height} by ${width}, which it would make ${showShape(spread)}: nothing is left. ` +
          'Use larger images or less padding.',
        [x.shape],
        2,
      )
    const how = { ...sliding, groups }
    const [images, weights] = [x as Images, w as Images]
    return [
      convolveTransposed({ ...how, size: spread })(images, weights),
      dy => [convolveKernel({ ...how, size })(dy as Images, images), convolve(how)(dy as Images, weights)],
    ]
  })
}
