/**
 * Normalisation of each channel of each example.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'
import { type GroupNormParams, normalisedGroups } from './groupNorm.ts'

/**
 * How channels of single examples are normalised.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface InstanceNormOptions {
  /**
   * What is added to the variance, so that equal numbers are not divided by 0. Defaults to 1e-5.
   *
   * @default 1e-5
   */
  readonly epsilon?: number
}

/**
 * `(x - mean) / √(variance + ε) · scale + shift`, with mean and variance over all places of a channel, for each example by itself
 * (Ulyanov et al.: "Instance normalization", 2016); the variance is the biased one. It is `groupNorm` with as many groups as channels,
 * and the same in training and evaluation. PyTorch's has `scale` and `shift` with `affine=True` only.
 *
 * Takes and gives [batch, channels, ...].
 *
 * @throws ShapeError if the channels of the input are not `channels`, or there are none of their numbers.
 * @throws ArgumentError unless `channels` is a positive integer and ε is positive.
 *
 * @example
 * import { compose, conv2d, instanceNorm, relu } from 'pullback'
 * const block = compose(conv2d(3, 16, 3), instanceNorm(16), relu())
 *
 * @category Normalisation
 * @since 0.1.0
 */
export const instanceNorm = takes(
  'instanceNorm',
  { channels: needs.size, options: needs.options({ epsilon: needs.positive }) },
  () => instanceNormUnchecked,
)

const instanceNormUnchecked = <N extends number>(
  channels: N,
  { epsilon = 1e-5 }: InstanceNormOptions = {},
): Layer<Tensor<[number, N, ...number[]]>, Same, GroupNormParams<N>> =>
  normalisedGroups(`instanceNorm(${channels})`, channels, channels, epsilon)
