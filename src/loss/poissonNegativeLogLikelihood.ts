/**
 * The likelihood of counts under Poisson distributions with a predicted rate.
 *
 * @module
 */
import { add, div, mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { equal, greater, select } from '../primitive/elementwise/compare.ts'
import { exp, log } from '../primitive/elementwise/elementary.ts'
import { scale, shift } from '../primitive/elementwise/scale.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { onesLike, zerosLike } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { requireTargets, timesZero } from './loss.ts'
import type { PerExample } from './reduction.ts'

/**
 * How rates of Poisson distributions are given.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface PoissonOptions {
  /**
   * Whether predictions are logarithms of rates. Defaults to true; with false they are rates.
   *
   * @default true
   */
  readonly logInput?: boolean
  /**
   * Whether Stirling's approximation of `log t!` is added for targets above 1. Defaults to false.
   *
   * @default false
   */
  readonly full?: boolean
  /**
   * Added to rates in their logarithm, so that a rate of 0 has one. Defaults to 1e-8.
   *
   * @default 1e-8
   */
  readonly epsilon?: number
}

/** `t log t - t + log(2πt) / 2` for targets above 1, else 0. */
const stirling = (targets: Tensor): Tensor => {
  const large = greater(targets, onesLike(targets))
  const t = select(large, targets, onesLike(targets))
  const rounded = add(sub(mul(t, log(t)), t), scale(0.5)(log(scale(2 * Math.PI)(t))))
  return select(large, rounded, zerosLike(t))
}

/**
 * `e^y - t y` for each logarithm of a rate y and count t, or with `logInput: false` `y - t log(y + ε)` for each rate y: the negative
 * logarithm of the count's probability without `log t!`, which does not depend on the rate. 0 counts of what is infinitely
 * improbable add 0. In nats.
 *
 * Takes predictions and targets of one shape.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless ε is finite and not negative.
 * @category Losses
 * @since 0.1.0
 */
export const poissonNegativeLogLikelihood = takes(
  'poissonNegativeLogLikelihood',
  [
    { options: needs.options({ logInput: needs.boolean, full: needs.boolean, epsilon: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => poissonUnchecked,
)

const poissonUnchecked = ({
  logInput = true,
  full = false,
  epsilon = 1e-8,
}: PoissonOptions = {}): PerExample<Tensor, Tensor> => {
  if (!(epsilon >= 0 && Number.isFinite(epsilon)))
    throw new ArgumentError(
      `poissonNegativeLogLikelihood needs a finite epsilon >= 0, but was given ${epsilon}.`,
    )
  return targets =>
    ((predictions: Tensor) => {
      requireTargets('poissonNegativeLogLikelihood', predictions, targets)
      const rates = logInput ? exp(predictions) : predictions
      const above = shift(epsilon)(predictions)
      const logarithms = logInput ? predictions : log(above)
      const absent = equal(targets, zerosLike(targets))
      const weighted = select(absent, timesZero(logarithms), mul(targets, logarithms))
      const value = sub(rates, weighted)
      const pull = logInput ? targets : select(absent, timesZero(above), div(targets, above))
      const slope = sub(logInput ? rates : onesLike(rates), pull)
      return [full ? add(value, stirling(targets)) : value, (dy: Tensor) => mul(slope, dy)]
    }) as Smooth<Tensor, Tensor>
}
