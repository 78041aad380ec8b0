/**
 * Losses between distributions, element by element.
 *
 * @module
 */
import { add, mul, neg, sub } from '../primitive/elementwise/arithmetic.ts'
import { equal, greater, select } from '../primitive/elementwise/compare.ts'
import { abs, exp, log, log1p, sigmoid } from '../primitive/elementwise/elementary.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { onesLike, zerosLike } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { requireTargets, timesZero } from './loss.ts'
import type { PerExample } from './reduction.ts'

/**
 * `-t log σ(z) - (1 - t) log(1 - σ(z))` for each score z and target t from 0 to 1, as `|z| u + log(1 + e^-|z|)` for `u = 1 - t`
 * where z is positive and t elsewhere, which stays exact at scores of ±1000 and beyond. At scores of ±∞ it is 0 if the target
 * agrees, and else ∞ (0 · ∞ counts as 0; PyTorch gives NaN). The pullback is `σ(z) - t`. In nats.
 *
 * @category Losses
 * @since 0.1.0
 */
export const sigmoidCrossEntropy = takes(
  'sigmoidCrossEntropy',
  [{}, { targets: needs.tensor }, { predictions: needs.tensor }],
  () => () => sigmoidCrossEntropyUnchecked,
)

const sigmoidCrossEntropyUnchecked: PerExample<Tensor, Tensor> = targets =>
  ((scores: Tensor) => {
    requireTargets('sigmoidCrossEntropy', scores, targets)
    const none = zerosLike(scores)
    const size = abs(scores)
    const against = select(greater(scores, none), sub(onesLike(targets), targets), targets)
    const linear = select(equal(against, none), none, mul(size, against))
    return [add(linear, log1p(exp(neg(size)))), (dy: Tensor) => mul(sub(sigmoid(scores), targets), dy)]
  }) as Smooth<Tensor, Tensor>

/**
 * How a reference distribution is given.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface KlDivergenceOptions {
  /**
   * Whether targets are logarithms of probabilities, as predictions are. Defaults to false: they are probabilities.
   *
   * @default false
   */
  readonly logTargets?: boolean
}

/**
 * `t (log t - y)` for each logarithm of a probability y and reference probability t; where t is 0 it is 0,
 * also where y is infinite (0 · ∞ counts as 0; PyTorch gives NaN), but NaN where y is NaN. In nats.
 *
 * @category Losses
 * @since 0.1.0
 */
export const klDivergence = takes(
  'klDivergence',
  [
    { options: needs.options({ logTargets: needs.boolean }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => klDivergenceUnchecked,
)

const klDivergenceUnchecked =
  ({ logTargets = false }: KlDivergenceOptions = {}): PerExample<Tensor, Tensor> =>
  targets =>
    ((predictions: Tensor) => {
      requireTargets('klDivergence', predictions, targets)
      const weight = logTargets ? exp(targets) : targets
      const absent = equal(weight, zerosLike(weight))
      const logarithm = logTargets ? targets : log(targets)
      return [
        select(absent, timesZero(predictions), mul(weight, sub(logarithm, predictions))),
        (dy: Tensor) => neg(mul(weight, dy)),
      ]
    }) as Smooth<Tensor, Tensor>
