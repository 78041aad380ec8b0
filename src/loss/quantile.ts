/**
 * The loss whose least mean is at a quantile.
 *
 * @module
 */
import { mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../primitive/elementwise/compare.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { full, zerosLike } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { requireTargets } from './loss.ts'
import type { PerExample } from './reduction.ts'

/**
 * Which quantile is predicted.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface QuantileOptions {
  /**
   * The share of targets that lie below predictions, between 0 and 1. Defaults to 0.5, the median.
   *
   * @default 0.5
   */
  readonly quantile?: number
}

/**
 * `q (t - y)` for each prediction y that is below its target t, and `(1 - q) (y - t)` for one above: the pinball loss (Koenker and
 * Bassett 1978), whose mean is least where y is the q-quantile of the targets. Its slope at 0 is 0.
 *
 * Takes predictions and targets of one shape.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless the quantile is between 0 and 1.
 * @category Losses
 * @since 0.1.0
 */
export const quantile = takes(
  'quantile',
  [
    { options: needs.options({ quantile: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => quantileUnchecked,
)

const quantileUnchecked = (options: QuantileOptions = {}): PerExample<Tensor, Tensor> => {
  const { quantile = 0.5 } = options
  const q = quantile
  if (!(q > 0 && q < 1))
    throw new ArgumentError(`quantile needs a quantile between 0 and 1, but was given ${q}.`)
  return targets =>
    ((predictions: Tensor) => {
      requireTargets('quantile', predictions, targets)
      const d = sub(predictions, targets)
      const none = zerosLike(d)
      const alike = (value: number): Tensor => full(d.shape, value, d.dtype)
      const above = greater(d, none)
      // What is neither above nor below is 0, or NaN, and so is its slope.
      const slope = select(above, alike(1 - q), select(greater(none, d), alike(-q), d))
      return [select(above, scale(1 - q)(d), scale(-q)(d)), (dy: Tensor) => mul(slope, dy)]
    }) as Smooth<Tensor, Tensor>
}
