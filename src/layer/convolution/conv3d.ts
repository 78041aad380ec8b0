/**
 * Convolution of volumes.
 *
 * @module
 */
import { convolve, convolveKernel, convolveTransposed } from '../../primitive/window/convolve.ts'
import { type Pair, type PerAxis, requireWindows } from '../../primitive/window/sliding.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { requirePlaces, showSizes, sizesAlong } from '../window/sizes.ts'
import type {
  Along,
  Axis,
  Computed,
  Grouped,
  Images,
  OptionAlong,
  PerGroup,
  VolumeSize,
  Volumes,
  WindowedVolume,
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
import { framesOf, kernelOfFrames, volumesOf } from './frames.ts'

/**
 * How a kernel slides over volumes, and how its parameters begin.
 *
 * @category Convolution
 * @since 0.1.0
 */
export interface Conv3dOptions extends KernelOptions {
  /**
   * How far one window is from the next. Defaults to 1.
   *
   * @default 1
   */
  readonly stride?: VolumeSize
  /**
   * How many zeros are put around the volumes on each side. Defaults to 0.
   *
   * @default 0
   */
  readonly padding?: VolumeSize
  /**
   * How far the elements of the kernel are from each other. Defaults to 1.
   *
   * @default 1
   */
  readonly dilation?: VolumeSize
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

/** Along depth, height and width. */
type Triple = readonly [depth: number, height: number, width: number]

const inPlane = ([, height, width]: Triple): Pair => [height, width]

/**
 * Convolution of volumes, such as scans or films: what `conv2d` is to images, with a depth (or a time) before height and width.
 *
 * Takes [batch, inputs, depth, height, width] and gives [batch, outputs, depth', height', width'], where `depth'` is
 * `⌊(depth + 2 · padding - dilation · (kernel - 1) - 1) / stride⌋ + 1`; where all is literal, the compiler computes it. The
 * kernel is [outputs, inputs / groups, kernel, kernel, kernel].
 *
 * It is computed as a convolution of images whose channels are the planes under the kernel, which takes as much memory as the input
 * as often as the kernel is deep.
 *
 * @throws ShapeError if the channels of the input are not `inputs`, or the kernel is larger than the padded volumes.
 * @throws ArgumentError unless sizes, strides, dilations and groups are positive integers, padding is no less than 0, and
 * groups divide inputs and outputs.
 *
 * @example
 * import { compose, conv3d, dense, globalAvgPool3d, maxPool3d, relu } from 'pullback'
 * // ten classes of films: planes are their images, in the order of time
 * const films = compose(
 *   conv3d(3, 8, 3, { padding: 1 }),
 *   relu(),
 *   maxPool3d([1, 2, 2]),
 *   conv3d(8, 16, [3, 1, 1], { stride: [2, 1, 1] }),
 *   globalAvgPool3d(),
 *   dense(16, 10),
 * )
 *
 * @category Convolution
 * @since 0.1.0
 */
export const conv3d = takes(
  'conv3d',
  {
    inputs: needs.size,
    outputs: needs.size,
    kernel: needs.volumeSizes,
    options: needs.options({
      stride: needs.volumeSizes,
      padding: needs.volumePaddings,
      dilation: needs.volumeSizes,
      ...kernelNeeds,
    }),
  },
  () => conv3dUnchecked,
)

const conv3dUnchecked = <
  I extends number,
  O extends number,
  const K extends VolumeSize,
  const Options extends Conv3dOptions = Readonly<Record<never, never>>,
>(
  inputs: I,
  outputs: O,
  kernel: K,
  options?: Grouped<I, O, Options, Conv3dOptions>,
): Layer<
  Volumes<I>,
  WindowedVolume<O, KernelAxis<K, Options, 0>, KernelAxis<K, Options, 1>, KernelAxis<K, Options, 2>>,
  KernelParams<[O, PerGroup<I, Options>, Along<K, 0>, Along<K, 1>, Along<K, 2>], O, Options>
> => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1, ...given } = (options ?? {}) as Conv3dOptions
  requireGroups('conv3d', inputs, outputs, groups)
  const size = sizesAlong('conv3d', 3, 'the kernel', kernel) as PerAxis as Triple
  const sliding = slidingOf<Triple>('conv3d', 3, stride, padding, dilation)
  const { strides, padding: paddings, dilations } = sliding
  const shown = showOptions(
    { stride: strides, padding: paddings, dilation: dilations, groups },
    { stride: 1, padding: 0, dilation: 1, groups: 1 },
  )
  const name = `conv3d(${inputs}, ${outputs}, ${showSizes(size)}${shown})`
  const how = {
    strides: inPlane(strides),
    padding: inPlane(paddings),
    dilations: inPlane(dilations),
    groups,
  }
  const alongDepth = {
    size: size[0],
    stride: strides[0],
    padding: paddings[0],
    dilation: dilations[0],
    groups,
  }
  return withKernel(name, [outputs, inputs / groups, ...size], outputs, given, (x, w) => {
    requirePlaces(name, x, 3, inputs)
    const [batch, , ...extent] = x.shape as readonly [number, number, ...Triple]
    const [windows, rows, columns] = requireWindows<Triple>(name, extent, size, sliding)
    const frames = framesOf({ ...alongDepth, windows }, x.shape)
    const kernels = kernelOfFrames(w.shape)
    const volumes = volumesOf(windows, [batch * windows, outputs, rows, columns])
    const [images, weights] = [frames.apply(x) as Images, kernels.apply(w) as Images]
    return [
      volumes.apply(convolve(how)(images, weights) as Tensor),
      dy => {
        const dimages = volumes.transpose(dy) as Images
        const dweights = convolveKernel({ ...how, size: inPlane(size) })(images, dimages)
        const dframes = convolveTransposed({ ...how, size: inPlane(extent) })(dimages, weights)
        return [kernels.transpose(dweights as Tensor), frames.transpose(dframes as Tensor)]
      },
    ]
  })
}
