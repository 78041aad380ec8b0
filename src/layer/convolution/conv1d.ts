/**
 * Convolution of sequences.
 *
 * @module
 */

import { reshape } from '../../primitive/movement/reshape.ts'
import { convolve, convolveKernel, convolveTransposed } from '../../primitive/window/convolve.ts'
import { requireWindows } from '../../primitive/window/sliding.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { requirePlaces } from '../window/sizes.ts'
import type {
  Computed,
  Grouped,
  Images,
  OptionAlong,
  PerGroup,
  WindowedSequence,
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
 * How a kernel slides along sequences, and how its parameters begin.
 *
 * @category Convolution
 * @since 0.1.0
 */
export interface Conv1dOptions extends KernelOptions {
  /**
   * How far one window is from the next. Defaults to 1.
   *
   * @default 1
   */
  readonly stride?: number
  /**
   * How many zeros are put before and behind the sequences. Defaults to 0.
   *
   * @default 0
   */
  readonly padding?: number
  /**
   * How far the elements of the kernel are from each other. Defaults to 1.
   *
   * @default 1
   */
  readonly dilation?: number
}

/** A sequence as an image of one row. */
const asRow = (x: Tensor): Images => reshape([...x.shape.slice(0, 2), 1, ...x.shape.slice(2)])(x) as Images

const asSequence = (x: Images): Tensor => {
  const [batch, channels, , length] = x.shape
  return reshape([batch, channels, length])(x)
}

type KernelAxis<K extends number, Options> = Computed<
  [
    K,
    OptionAlong<Options, 'stride', 0, 1>,
    OptionAlong<Options, 'padding', 0, 0>,
    OptionAlong<Options, 'dilation', 0, 1>,
  ]
>

/**
 * Convolution along one axis: what `conv2d` is to images.
 *
 * Takes [batch, inputs, length] and gives [batch, outputs, length'], where `length'` is
 * `⌊(length + 2 · padding - dilation · (kernel - 1) - 1) / stride⌋ + 1`. The kernel is [outputs, inputs / groups, kernel].
 *
 * @throws ShapeError if the channels of the input are not `inputs`, or the kernel is longer than the padded sequences.
 * @throws ArgumentError unless sizes, stride, dilation and groups are positive integers, padding is no less than 0, and
 * groups divide inputs and outputs.
 *
 * @example
 * import { compose, conv1d, relu } from 'pullback'
 * const signal = compose(conv1d(1, 8, 5, { padding: 2 }), relu(), conv1d(8, 8, 5, { stride: 2, groups: 2 }))
 *
 * @category Convolution
 * @since 0.1.0
 */
export const conv1d = takes(
  'conv1d',
  {
    inputs: needs.size,
    outputs: needs.size,
    kernel: needs.size,
    options: needs.options({
      stride: needs.size,
      padding: needs.count,
      dilation: needs.size,
      ...kernelNeeds,
    }),
  },
  () => conv1dUnchecked,
)

const conv1dUnchecked = <
  I extends number,
  O extends number,
  K extends number,
  const Options extends Conv1dOptions = Readonly<Record<never, never>>,
>(
  inputs: I,
  outputs: O,
  kernel: K,
  options?: Grouped<I, O, Options, Conv1dOptions>,
): Layer<
  Tensor<[number, I, number]>,
  WindowedSequence<O, KernelAxis<K, Options>>,
  KernelParams<[O, PerGroup<I, Options>, K], O, Options>
> => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1, ...given } = (options ?? {}) as Conv1dOptions
  requireGroups('conv1d', inputs, outputs, groups)
  const sliding = slidingOf<readonly [number]>('conv1d', 1, stride, padding, dilation)
  const row = {
    strides: [1, ...sliding.strides],
    padding: [0, ...sliding.padding],
    dilations: [1, ...sliding.dilations],
    groups,
  } as const
  const shown = showOptions(
    { stride, padding, dilation, groups },
    { stride: 1, padding: 0, dilation: 1, groups: 1 },
  )
  const name = `conv1d(${inputs}, ${outputs}, ${kernel}${shown})`
  return withKernel(name, [outputs, inputs / groups, kernel], outputs, given, (x, w) => {
    requirePlaces(name, x, 1, inputs)
    const [, , length] = x.shape as readonly [number, number, number]
    requireWindows(name, [length], [kernel], sliding)
    const [images, weights] = [asRow(x), asRow(w)]
    return [
      asSequence(convolve(row)(images, weights)),
      dy => [
        asSequence(convolveKernel({ ...row, size: [1, kernel] })(images, asRow(dy))),
        asSequence(convolveTransposed({ ...row, size: [1, length] })(asRow(dy), weights)),
      ],
    ]
  })
}
