/**
 * Cross-entropy behind a sigmoid that passes over what is easy.
 *
 * @module
 */
import { add, mul, neg, sub } from '../primitive/elementwise/arithmetic.ts'
import { exp, log, sigmoid } from '../primitive/elementwise/elementary.ts'
import { scale, shift } from '../primitive/elementwise/scale.ts'
import { safeDiv } from '../primitive/reduction/safe.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { onesLike } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { sigmoidCrossEntropy } from './distributions.ts'
import { requireTargets } from './loss.ts'
import type { PerExample } from './reduction.ts'

/**
 * How much easy elements count less, and positive ones other than negative ones.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface FocalOptions {
  /**
   * The power of the probability that is missing, not below 0. With 0 nothing is easy. Defaults to 2.
   *
   * @default 2
   */
  readonly gamma?: number
  /**
   * The weight of target 1, from 0 to 1; target 0 has the rest. With 0.5 both have half. Defaults to 0.25.
   *
   * @default 0.25
   */
  readonly alpha?: number
}

/**
 * `α_t (1 - p_t)^γ · (cross-entropy of σ(z) and t)` for each score z and target t from 0 to 1, where `p_t = σ(z) t + (1 - σ(z)) (1 - t)`
 * is the probability of the target and `α_t = α t + (1 - α) (1 - t)` its weight (Lin et al.: "Focal loss for dense object detection",
 * 2017; as `sigmoid_focal_loss` of torchvision). Exact at scores of ±1000 and beyond. In nats.
 *
 * Takes scores and targets of one shape.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless γ is finite and not negative, and α from 0 to 1.
 * @category Losses
 * @since 0.1.0
 */
export const focal = takes(
  'focal',
  [
    { options: needs.options({ gamma: needs.number, alpha: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => focalUnchecked,
)

const focalUnchecked = ({ gamma = 2, alpha = 0.25 }: FocalOptions = {}): PerExample<Tensor, Tensor> => {
  if (!(gamma >= 0 && Number.isFinite(gamma)))
    throw new ArgumentError(`focal needs a finite gamma >= 0, but was given ${gamma}.`)
  if (!(alpha >= 0 && alpha <= 1))
    throw new ArgumentError(`focal needs an alpha from 0 to 1, but was given ${alpha}.`)
  return targets =>
    ((scores: Tensor) => {
      requireTargets('focal', scores, targets)
      const [entropy, pullEntropy] = sigmoidCrossEntropy()(targets)(scores)
      const others = sub(onesLike(targets), targets)
      const [p, q] = [sigmoid(scores), sigmoid(neg(scores))]
      // 1 - p_t as a sum, which keeps the digits that the difference would lose.
      const missing = add(mul(p, others), mul(q, targets))
      const weight = add(scale(alpha)(targets), scale(1 - alpha)(others))
      const factor =
        gamma === 0 ? weight : mul(weight, gamma === 1 ? missing : exp(scale(gamma)(log(missing))))
      return [
        mul(factor, entropy),
        (dy: Tensor) => {
          const own = pullEntropy(mul(factor, dy)) as Tensor
          const growth = safeDiv(mul(mul(p, q), shift(1)(scale(-2)(targets))), missing)
          return add(own, mul(dy, scale(gamma)(mul(mul(factor, growth), entropy))))
        },
      ]
    }) as Smooth<Tensor, Tensor>
}
