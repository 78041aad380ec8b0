/**
 * Batch normalisation.
 *
 * @module
 */
import { constant, zeros } from '../../initialiser/constant.ts'
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { add, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { showShape, sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import type { AnyLayer, Layer } from '../layer.ts'
import { kind } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'
import { firstOfChannels, overChannels, requireChannels, sumOfChannels } from './channels.ts'
import { centred, inverseRoot } from './rows.ts'

/**
 * The parameters of a batch norm.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface BatchNormParams<N extends number> {
  /** What each channel is multiplied by; begins as ones. */
  readonly scale: Tensor<[N]>
  /** What is then added to it; begins as zeros. */
  readonly shift: Tensor<[N]>
}

/**
 * The state: what evaluation normalises by.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface RunningStatistics<N extends number> {
  readonly mean: Tensor<[N]>
  readonly variance: Tensor<[N]>
}

/**
 * How channels are normalised.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface BatchNormOptions {
  /**
   * The share of the newest batch in the running statistics, from 0 to 1. Defaults to 0.1.
   *
   * @default 0.1
   */
  readonly momentum?: number
  /**
   * What is added to the variance, so that equal numbers are not divided by 0. Defaults to 1e-5.
   *
   * @default 1e-5
   */
  readonly epsilon?: number
  /**
   * Whether there is a scale and a shift for each channel. Defaults to true.
   *
   * @default true
   */
  readonly affine?: boolean
}

type Standardised = readonly [
  value: Tensor,
  pullback: (dy: Tensor) => Tensor,
  state: RunningStatistics<number>,
]

/**
 * `(x - mean) / √(variance + ε) · scale + shift`, with the mean and variance of each channel (Ioffe and Szegedy 2015). In
 * training they are those of the batch, over its examples and all places, with the biased variance; the examples of a batch are
 * thus coupled. The state follows, `running ← (1 - momentum) · running + momentum · batch`, where the running variance takes
 * the unbiased one. Evaluation normalises by the state and leaves it alone.
 *
 * Takes and gives [batch, channels, ...]. In training, with `σ = √(variance + ε)`, `n` the normalised `x` and
 * `dn = dy · scale`, the pullback is `(dn - mean(dn) - n · mean(dn · n)) / σ`.
 *
 * Where squares overflow (of numbers beyond some 10¹⁹ in f32), it is NaN, so that it can be seen; a division by ∞ would give zeros.
 *
 * @throws ShapeError if the channels of the input are not `channels`, or if there is only one number for each of them, which has
 * no variance.
 * @throws ArgumentError unless `channels` is a positive integer, the momentum from 0 to 1 and ε positive.
 *
 * @example
 * import { batchNorm, compose, conv2d, relu } from 'pullback'
 * const block = compose(conv2d(3, 16, 3, { bias: false }), batchNorm(16), relu())
 *
 * @category Normalisation
 * @since 0.1.0
 */
export const batchNorm = takes(
  'batchNorm',
  {
    features: needs.size,
    options: needs.options({ momentum: needs.number, epsilon: needs.positive, affine: needs.boolean }),
  },
  () => batchNormUnchecked,
)

function batchNormUnchecked<N extends number>(
  channels: N,
  options: BatchNormOptions & { readonly affine: false },
): Layer<Tensor<[number, N, ...number[]]>, Same, Empty, RunningStatistics<N>>
function batchNormUnchecked<N extends number>(
  channels: N,
  options?: BatchNormOptions & { readonly affine?: true },
): Layer<Tensor<[number, N, ...number[]]>, Same, BatchNormParams<N>, RunningStatistics<N>>
function batchNormUnchecked(
  channels: number,
  { momentum = 0.1, epsilon = 1e-5, affine = true }: BatchNormOptions = {},
): AnyLayer {
  if (!(momentum >= 0 && momentum <= 1))
    throw new ArgumentError(`batchNorm needs a momentum from 0 to 1, but was given ${momentum}.`)
  const name = `batchNorm(${channels})`
  const rootOf = inverseRoot(epsilon)

  const byState = (x: Tensor, state: RunningStatistics<number>): Standardised => {
    const over = overChannels(x.shape)
    const factor = over(rootOf(state.variance as Tensor))
    return [mul(sub(x, over(state.mean as Tensor)), factor), dy => mul(dy, factor), state]
  }

  const byBatch = (x: Tensor, state: RunningStatistics<number>): Standardised => {
    const count = sizeOf(x.shape) / channels
    if (count < 2)
      throw new ShapeError(
        `${name} was given ${showShape(x.shape)} in training: ${count} for each channel ${count === 1 ? 'has' : 'have'} no ` +
          'variance. Use larger batches.',
        [x.shape],
        0,
      )
    const over = overChannels(x.shape)
    const meanOf = (y: Tensor): Tensor => scale(1 / count)(sumOfChannels(y))
    const [deviations, mean] = centred(x, firstOfChannels(x), over, meanOf)
    const variance = meanOf(mul(deviations, deviations))
    const factor = over(rootOf(variance))
    const y = mul(deviations, factor)
    const follow = (running: Tensor, batch: Tensor): Tensor<[number]> =>
      add(scale(1 - momentum)(running), scale(momentum)(batch)) as Tensor<[number]>
    return [
      y,
      dy => mul(factor, sub(sub(dy, over(meanOf(dy))), mul(y, over(meanOf(mul(dy, y)))))),
      {
        mean: follow(state.mean as Tensor, mean),
        variance: follow(state.variance as Tensor, scale(count / (count - 1))(variance)),
      },
    ]
  }

  const layer: Layer<Tensor, Same, BatchNormParams<number> | Empty, RunningStatistics<number>> = {
    name,
    [kind]: { is: 'norm' },
    init: (key, dtype) => {
      const filled = (initialiser: Initialiser) => initialiser([channels], dtype)(key) as Tensor<[number]>
      return {
        params: affine ? { scale: filled(constant(1)), shift: filled(zeros) } : empty,
        state: { mean: filled(zeros), variance: filled(constant(1)) },
      }
    },
    run: (params, x, state, { mode }) => {
      requireChannels(name, x, channels)
      const [n, pull, next] = (mode === 'training' ? byBatch : byState)(x, state)
      if (!('scale' in params)) return [n, dy => [empty, pull(dy as Tensor)], next]
      const over = overChannels(x.shape)
      const factor = over(params.scale as Tensor)
      return [
        add(mul(n, factor), over(params.shift as Tensor)),
        dn => {
          const dy = dn as Tensor
          return [{ scale: sumOfChannels(mul(dy, n)), shift: sumOfChannels(dy) }, pull(mul(dy, factor))]
        },
        next,
      ]
    },
  }
  return layer
}
