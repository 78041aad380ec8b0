/**
 * Group normalisation.
 *
 * @module
 */
import { constant, zeros } from '../../initialiser/constant.ts'
import { add, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { showShape, sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import { withParams } from '../parametric.ts'
import type { Same } from '../type/typeFunction.ts'
import { overChannels, requireChannels, sumOfChannels } from './channels.ts'
import { alongRows, centred, firstOfRows, inverseRoot, meanOfRows } from './rows.ts'

/**
 * The parameters of a group norm.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface GroupNormParams<N extends number> {
  /** What each channel is multiplied by; begins as ones. */
  readonly scale: Tensor<[N]>
  /** What is then added to it; begins as zeros. */
  readonly shift: Tensor<[N]>
}

/**
 * How groups are normalised.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface GroupNormOptions {
  /**
   * What is added to the variance, so that equal numbers are not divided by 0. Defaults to 1e-5.
   *
   * @default 1e-5
   */
  readonly epsilon?: number
}

/**
 * `(x - mean) / √(variance + ε) · scale + shift`, with mean and variance over each group of neighbouring channels and all places,
 * for each example by itself (Wu and He 2018); the variance is the biased one. With one group it is a layer norm of images,
 * with as many as channels an instance norm.
 *
 * Takes and gives [batch, channels, ...]. The pullback is that of `layerNorm`, within each group.
 *
 * Where squares overflow (of numbers beyond some 10¹⁹ in f32), it is NaN, so that it can be seen; a division by ∞ would give zeros.
 *
 * @throws ShapeError if the channels of the input are not `channels`, or there are none of their numbers.
 * @throws ArgumentError unless both counts are positive integers, the groups divide the channels, and ε is positive.
 *
 * @example
 * import { compose, conv2d, groupNorm, relu } from 'pullback'
 * const block = compose(conv2d(3, 16, 3), groupNorm(4, 16), relu())
 *
 * @category Normalisation
 * @since 0.1.0
 */
export const groupNorm = takes(
  'groupNorm',
  { groups: needs.size, channels: needs.size, options: needs.options({ epsilon: needs.positive }) },
  () => groupNormUnchecked,
)

const groupNormUnchecked = <N extends number>(
  groups: number,
  channels: N,
  { epsilon = 1e-5 }: GroupNormOptions = {},
): Layer<Tensor<[number, N, ...number[]]>, Same, GroupNormParams<N>> => {
  if (channels % groups !== 0)
    throw new ArgumentError(
      `groupNorm needs groups that divide its channels, but ${groups} groups do not divide ${channels} channels.`,
    )
  return normalisedGroups(`groupNorm(${groups}, ${channels})`, groups, channels, epsilon)
}

/** The layer of a name that normalises groups of neighbouring channels, of each example by itself. */
export const normalisedGroups = <N extends number>(
  name: string,
  groups: number,
  channels: N,
  epsilon: number,
): Layer<Tensor<[number, N, ...number[]]>, Same, GroupNormParams<N>> =>
  ofKind(
    { is: 'norm' },
    withParams(
      name,
      { scale: [constant(1), [channels]], shift: [zeros, [channels]] },
      (params: GroupNormParams<N>, x: Tensor<[number, N, ...number[]]>) => {
        requireChannels(name, x, channels)
        const rows = (x.shape[0] as number) * groups
        const columns = sizeOf(x.shape.slice(1)) / groups
        if (columns === 0)
          throw new ShapeError(`${name} needs places in each channel, but was given ${showShape(x.shape)}.`, [
            x.shape,
          ])
        const grouped = reshape([rows, columns])
        const back = reshape(x.shape)
        const overRows = grouped(x) as Tensor
        const spread = alongRows(overRows)
        const meanOf = (y: Tensor): Tensor => spread(meanOfRows(y))
        const [deviations] = centred(overRows, firstOfRows(overRows), spread, meanOfRows)
        const factor = spread(inverseRoot(epsilon)(meanOfRows(mul(deviations, deviations))))
        const normal = mul(deviations, factor)
        const over = overChannels(x.shape)
        const [n, weight] = [back(normal) as Tensor, over(params.scale as Tensor)]
        return [
          add(mul(n, weight), over(params.shift as Tensor)),
          (dy: Tensor) => {
            const dn = grouped(mul(dy, weight)) as Tensor
            return [
              { scale: sumOfChannels(mul(dy, n)), shift: sumOfChannels(dy) },
              back(mul(factor, sub(sub(dn, meanOf(dn)), mul(normal, meanOf(mul(dn, normal)))))),
            ]
          },
        ]
      },
    ),
  )
