/**
 * Convolution of images.
 *
 * @module
 */
import { convolve, convolveKernel, convolveTransposed } from '../../primitive/window/convolve.ts'
import { extentOf, requireWindows } from '../../primitive/window/sliding.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Layer } from '../layer.ts'
import { pairOf, requireImagesOf, showSizes } from '../window/sizes.ts'
import type {
  Along,
  Axis,
  Computed,
  Grouped,
  Images,
  OptionAlong,
  PerGroup,
  Size,
  Windowed,
} from '../window/windowed.ts'
import {
  type KernelOptions,
  type KernelParams,
  kernelNeeds,
  requireGroups,
  showOptions,
  slidingOf,
  withKernel,
} from './convolution.ts'

/**
 * How a kernel slides over images, and how its parameters begin.
 *
 * @category Convolution
 * @since 0.1.0
 */
export interface Conv2dOptions extends KernelOptions {
  /**
   * How far one window is from the next. Defaults to 1.
   *
   * @default 1
   */
  readonly stride?: Size
  /**
   * How many zeros are put around the images on each side. Defaults to 0.
   *
   * @default 0
   */
  readonly padding?: Size
  /**
   * How far the elements of the kernel are from each other. Defaults to 1.
   *
   * @default 1
   */
  readonly dilation?: Size
}

// Not shared with other convolutions: the compiler writes the name of what is exported in its place, and a declaration cannot refer to it.
type KernelAxis<K, Options, A extends Axis> = Computed<
  [
    Along<K, A>,
    OptionAlong<Options, 'stride', A, 1>,
    OptionAlong<Options, 'padding', A, 0>,
    OptionAlong<Options, 'dilation', A, 1>,
  ]
>

/**
 * Convolution as networks use the word (cross-correlation): the kernel slides over the images, and each output is the sum of the
 * products of the kernel with the window under it, over all channels of its group, plus a bias.
 *
 * Takes [batch, inputs, height, width] and gives [batch, outputs, height', width'], where `height'` is
 * `⌊(height + 2 · padding - dilation · (kernel - 1) - 1) / stride⌋ + 1`; where all is literal, the compiler computes it. The
 * kernel is [outputs, inputs / groups, kernel, kernel]. With as many groups as inputs the convolution is depthwise.
 *
 * @throws ShapeError if the channels of the input are not `inputs`, or the kernel is larger than the padded images.
 * @throws ArgumentError unless sizes, strides, dilations and groups are positive integers, padding is no less than 0, and
 * groups divide inputs and outputs.
 *
 * @example
 * import { compose, conv2d, dense, flatten, maxPool2d, relu, reshape } from 'pullback'
 * const digits = compose(
 *   reshape([1, 28, 28]),
 *   conv2d(1, 8, 5, { padding: 2 }),
 *   relu(),
 *   maxPool2d(2),
 *   flatten(),
 *   dense(8 * 14 * 14, 10),
 * )
 *
 * @category Convolution
 * @since 0.1.0
 */
export const conv2d = takes(
  'conv2d',
  {
    inputs: needs.size,
    outputs: needs.size,
    kernel: needs.sizes,
    options: needs.options({
      stride: needs.sizes,
      padding: needs.paddings,
      dilation: needs.sizes,
      ...kernelNeeds,
    }),
  },
  () => conv2dUnchecked,
)

const conv2dUnchecked = <
  I extends number,
  O extends number,
  const K extends Size,
  const Options extends Conv2dOptions = Readonly<Record<never, never>>,
>(
  inputs: I,
  outputs: O,
  kernel: K,
  options?: Grouped<I, O, Options, Conv2dOptions>,
): Layer<
  Images<I>,
  Windowed<O, KernelAxis<K, Options, 0>, KernelAxis<K, Options, 1>>,
  KernelParams<[O, PerGroup<I, Options>, Along<K, 0>, Along<K, 1>], O, Options>
> => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1, ...given } = (options ?? {}) as Conv2dOptions
  requireGroups('conv2d', inputs, outputs, groups)
  const size = pairOf('conv2d', 'the kernel', kernel)
  const sliding = slidingOf('conv2d', 2, stride, padding, dilation)
  const shown = showOptions(
    { stride: sliding.strides, padding: sliding.padding, dilation: sliding.dilations, groups },
    { stride: 1, padding: 0, dilation: 1, groups: 1 },
  )
  const name = `conv2d(${inputs}, ${outputs}, ${showSizes(size)}${shown})`
  return withKernel(name, [outputs, inputs / groups, ...size], outputs, given, (x, w) => {
    requireImagesOf(name, x, inputs)
    requireWindows(name, extentOf(x.shape), size, sliding)
    const how = { ...sliding, groups }
    const [images, weights] = [x as Images, w as Images]
    return [
      convolve(how)(images, weights),
      dy => [
        convolveKernel({ ...how, size })(images, dy as Images),
        convolveTransposed({ ...how, size: extentOf(x.shape) })(dy as Images, weights),
      ],
    ]
  })
}
