/**
 * The logarithm of a sum of exponentials over axes.
 *
 * @module
 */

import { isInfinite } from '../../primitive/cumulative/infinite.ts'
import { add, sub } from '../../primitive/elementwise/arithmetic.ts'
import { select } from '../../primitive/elementwise/compare.ts'
import { exp, log } from '../../primitive/elementwise/elementary.ts'
import { sum } from '../../primitive/reduction/broadcast.ts'
import { max } from '../../primitive/reduction/reduceMax.ts'
import { type Reduction, reductionArguments, reductionBy } from '../../primitive/reduction/reduction.ts'
import { takes } from '../../tensor/contract/index.ts'
import { full, zerosLike } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { countOver, spreadOver } from './spread.ts'

const logSumExpOver = (x: Tensor, axes: readonly number[]): Tensor => {
  const spread = spreadOver(x, axes)
  const largest = max(axes)(x)
  const infinite = isInfinite(largest)
  const level = select(infinite, zerosLike(largest), largest)
  // Where the largest is infinite it is the result. There nothing may be computed whose derivative is not finite.
  const shifted = sub(x, spread(level))
  const terms = exp(select(spread(infinite), zerosLike(x), shifted))
  return select(infinite, largest, add(level, log(sum(axes)(terms))))
}

/**
 * `log Σ eˣ` over the given axes, which disappear, or stay with size 1 with `{ keep: true }`; over all axes by default. Finite also
 * where the exponentials overflow, as the largest is taken out first; the derivative is the softmax.
 *
 * It is -∞ of nothing, and of nothing but -∞, and ∞ if an element is. There the elements that are as large as the largest share the
 * cotangent evenly, which is the limit for large elements that stay equal (PyTorch's gradient is NaN). PyTorch's `logsumexp`, NumPy's
 * `logaddexp.reduce`.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if an axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.logSumExp([1])(tensor([[0, 0], [1000, 1000]])) // [0.6931, 1000.6931]
 *
 * @category Operations
 * @since 0.1.0
 */
export const logSumExp = takes('logSumExp', reductionArguments, () => logSumExpUnchecked)

const logSumExpUnchecked: Reduction = reductionBy('logSumExp', (x, axes): AnyTensor => {
  if (countOver(x, axes) > 0) return logSumExpOver(x as Tensor, axes)
  return full(
    x.shape.filter((_, axis) => !axes.includes(axis)),
    Number.NEGATIVE_INFINITY,
    x.dtype,
  )
})
