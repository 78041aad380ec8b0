/**
 * The likelihood of targets under normal distributions with predicted mean and variance.
 *
 * @module
 */
import { add, div, mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { maximum } from '../primitive/elementwise/compare.ts'
import { log } from '../primitive/elementwise/elementary.ts'
import { scale, shift } from '../primitive/elementwise/scale.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, DTypeError, unequalShapes } from '../tensor/error.ts'
import { full, onesLike } from '../tensor/function/constructors.ts'
import { sameShape } from '../tensor/shape.ts'
import { elementsOf, isConcrete, type Tensor } from '../tensor/tensor.ts'
import { requireTargets } from './loss.ts'
import type { PerExample } from './reduction.ts'

/**
 * Predicted means, and a variance for each of them.
 *
 * @category Losses
 * @since 0.1.0
 */
export type MeanAndVariance = readonly [mean: Tensor, variance: Tensor]

/**
 * How the likelihood of normal distributions is computed.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface GaussianOptions {
  /**
   * What variances are at least, for stability. Defaults to 1e-6.
   *
   * @default 1e-6
   */
  readonly epsilon?: number
  /**
   * Whether the constant `log(2π) / 2` is added. Defaults to false.
   *
   * @default false
   */
  readonly full?: boolean
}

const requireVariance = (mean: Tensor, variance: Tensor): void => {
  if (!sameShape(mean.shape, variance.shape))
    throw unequalShapes('gaussianNegativeLogLikelihood', mean.shape, variance.shape)
  if (mean.dtype !== variance.dtype)
    throw new DTypeError(
      `gaussianNegativeLogLikelihood needs means and variances of one element type, but was given ${mean.dtype} and ${variance.dtype}.`,
    )
  const wrong = isConcrete(variance) ? elementsOf(variance).findIndex(v => v < 0) : -1
  if (wrong !== -1)
    throw new ArgumentError(
      `gaussianNegativeLogLikelihood was given the variance ${elementsOf(variance)[wrong]} at position ${wrong}, but variances are not ` +
        'below 0. Take exp or softplus of what a layer gives.',
    )
}

/**
 * `(log v + (t - μ)² / v) / 2` for each element with mean μ and variance v (Nix and Weigend 1994), where a variance below ε counts as ε,
 * but with the slope that it has there, so that it can grow again (both as in PyTorch). In nats.
 *
 * Takes a pair of means and variances of one shape, and targets of that shape.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless ε is finite and positive; if a variance is negative, where it is evaluated.
 * @category Losses
 * @since 0.1.0
 */
export const gaussianNegativeLogLikelihood = takes(
  'gaussianNegativeLogLikelihood',
  [
    { options: needs.options({ epsilon: needs.number, full: needs.boolean }) },
    { targets: needs.tensor },
    { predictions: needs.tensorPair },
  ],
  () => gaussianUnchecked,
)

const gaussianUnchecked = ({
  epsilon = 1e-6,
  full: constant = false,
}: GaussianOptions = {}): PerExample<MeanAndVariance, Tensor> => {
  if (!(epsilon > 0 && Number.isFinite(epsilon)))
    throw new ArgumentError(
      `gaussianNegativeLogLikelihood needs a finite epsilon > 0, but was given ${epsilon}.`,
    )
  return targets =>
    ([mean, variance]) => {
      requireTargets('gaussianNegativeLogLikelihood', mean, targets)
      requireVariance(mean, variance)
      const least = full(variance.shape, epsilon, variance.dtype)
      const v = maximum(variance, least)
      const d = sub(mean, targets)
      const twice = add(log(v), div(mul(d, d), v))
      const value = scale(0.5)(constant ? shift(Math.log(2 * Math.PI))(twice) : twice)
      return [
        value,
        dy => {
          const share = div(dy as Tensor, v)
          const ofVariance = sub(onesLike(v), div(mul(d, d), v))
          return [mul(share, d), scale(0.5)(mul(share, ofVariance))]
        },
      ]
    }
}
