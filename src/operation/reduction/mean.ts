/**
 * The mean over axes.
 *
 * @module
 */
import { sum } from '../../primitive/reduction/broadcast.ts'
import { type Reduction, reductionArguments, reductionBy } from '../../primitive/reduction/reduction.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { countOver, dividedBy } from './spread.ts'

/** The mean over axes that exist. */
export const meanOver = (x: Tensor, axes: readonly number[]): Tensor =>
  dividedBy(countOver(x, axes))(sum(axes)(x))

/**
 * The mean `Σ x / n` over the given axes, which disappear, or stay with size 1 with `{ keep: true }`; over all axes by default. Of no
 * elements it is NaN. NumPy's `mean`.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if an axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const x = tensor([[1, 2], [3, 6]])
 * op.mean()(x) // 3
 * op.mean([0])(x) // [2, 4]
 * op.mean([1], { keep: true })(x) // [[1.5], [4.5]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const mean = takes('mean', reductionArguments, () => meanUnchecked)

const meanUnchecked: Reduction = reductionBy('mean', (x, axes) => meanOver(x as Tensor, axes))
