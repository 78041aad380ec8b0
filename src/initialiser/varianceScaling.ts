/**
 * Weights whose width goes with the number of their inputs or outputs.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { type Fans, fansOf, type Initialiser } from './initialiser.ts'
import { normal, uniform } from './random.ts'

/**
 * How wide weights are spread.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export interface VarianceScalingOptions {
  /**
   * What the deviation is multiplied by, to make up for what the activation behind takes away. Defaults to 1.
   *
   * @default 1
   */
  readonly gain?: number
  /**
   * Which fan counts: inputs keep the variance of values, outputs that of cotangents. Defaults to `in`.
   *
   * @default 'in'
   */
  readonly fan?: 'in' | 'out' | 'average'
  /**
   * Defaults to `uniform`.
   *
   * @default 'uniform'
   */
  readonly distribution?: 'uniform' | 'normal'
}

/**
 * What activations need as gain, so that the variance stays about the same from layer to layer: √2 for relu, which takes away
 * half of it; for leakyRelu by its slope.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const gains = {
  linear: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  leakyRelu: takes(
    'gains.leakyRelu',
    { slope: needs.finite },
    () =>
      (slope: number): number =>
        Math.sqrt(2 / (1 + slope * slope)),
  ),
} as const

const fanOf = (fan: 'in' | 'out' | 'average', fans: Fans): number =>
  fan === 'average' ? (fans.in + fans.out) / 2 : fans[fan]

/**
 * Mean 0 and standard deviation `gain / √fan`; the uniform distribution reaches √3 times as far.
 *
 * @throws ArgumentError unless the gain is finite and positive.
 *
 * @example
 * import { dense, initialiser } from 'pullback'
 * const gain = initialiser.gains.leakyRelu(0.2)
 * const hidden = dense(64, 32, { w: initialiser.varianceScaling({ gain, fan: 'out', distribution: 'normal' }) })
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const varianceScaling = takes(
  'varianceScaling',
  [
    {
      options: needs.options({
        gain: needs.number,
        fan: needs.oneOf('in', 'out', 'average'),
        distribution: needs.oneOf('uniform', 'normal'),
      }),
    },
    { shape: needs.shape, dtype: needs.floatDType, fans: needs.fans },
    { key: needs.key },
  ],
  () => varianceScalingUnchecked,
)

const varianceScalingUnchecked = ({
  gain = 1,
  fan = 'in',
  distribution = 'uniform',
}: VarianceScalingOptions = {}): Initialiser => {
  if (!(gain > 0 && Number.isFinite(gain)))
    throw new ArgumentError(`varianceScaling needs a finite gain > 0, but was given ${gain}.`)
  return (shape, dtype, fans = fansOf(shape)) => {
    const count = fanOf(fan, fans)
    const bound = gain * Math.sqrt(3 / count)
    return distribution === 'uniform'
      ? uniform(-bound, bound)(shape, dtype)
      : normal(0, gain * Math.sqrt(1 / count))(shape, dtype)
  }
}
