/**
 * Mean squared error.
 *
 * @module
 */
import { mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { broadcast, sum } from '../primitive/reduction/broadcast.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Loss, requireTargets } from './loss.ts'

/**
 * The mean over all elements of `(y - t)²`. The pullback is `2 (y - t) / elements`.
 *
 * Takes predictions of any shape and targets of the same one; in the square of their unit.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 *
 * @example
 * import { meanSquaredError, tensor } from 'pullback'
 * const [loss] = meanSquaredError()(tensor([[1], [2]]))(tensor([[1.5], [2]]))
 *
 * @category Errors
 * @since 0.1.0
 */
export const meanSquaredError = takes(
  'meanSquaredError',
  [{}, { targets: needs.tensor }, { predictions: needs.tensor }],
  () => () => meanSquaredErrorUnchecked,
)

const meanSquaredErrorUnchecked: Loss<Tensor, Tensor> = targets => predictions => {
  requireTargets('meanSquaredError', predictions, targets)
  const error = sub(predictions, targets)
  const n = sizeOf(predictions.shape)
  return [
    scale(1 / n)(sum()(mul(error, error))),
    dy => mul(scale(2 / n)(error), broadcast(predictions.shape)(dy) as Tensor),
  ]
}
