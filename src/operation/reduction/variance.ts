/**
 * The variance over axes and its root.
 *
 * @module
 */
import { mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { sum } from '../../primitive/reduction/broadcast.ts'
import { type Reduction, reductionBy } from '../../primitive/reduction/reduction.ts'
import { safeSqrt } from '../../primitive/reduction/safe.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { meanOver } from './mean.ts'
import { countOver, dividedBy, spreadOver } from './spread.ts'

/**
 * Whether the sum of squares is divided by n - 1 (Bessel's correction) rather than n. Defaults to false, as in NumPy.
 *
 * @category Other
 * @since 0.1.0
 */
export interface VarianceOptions {
  readonly unbiased?: boolean
}

const varianceArguments = {
  axes: needs.optional(needs.numbers),
  options: needs.options({ keep: needs.boolean, unbiased: needs.boolean }),
}

/** From deviations, in two passes: the mean of squares less the square of the mean would cancel. */
const varianceOver = (x: Tensor, axes: readonly number[], unbiased: boolean): Tensor => {
  const deviation = sub(x, spreadOver(x, axes)(meanOver(x, axes)))
  const n = countOver(x, axes)
  return dividedBy(unbiased ? Math.max(n - 1, 0) : n)(sum(axes)(mul(deviation, deviation)))
}

/**
 * The variance `Σ (x - mean)² / n` over the given axes, which disappear, or stay with size 1 with `{ keep: true }`; over all axes by
 * default. With `{ unbiased: true }` it is divided by n - 1 instead. Of no elements, and unbiased of one, it is NaN. NumPy's `var`,
 * with `ddof=1` if unbiased; PyTorch's `var` is unbiased by default.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if an axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const x = tensor([[1, 3], [2, 6]])
 * op.variance([1])(x) // [1, 4]
 * op.variance([1], { unbiased: true, keep: true })(x) // [[2], [8]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const variance = takes('variance', varianceArguments, () => varianceUnchecked)

const varianceUnchecked: Reduction<VarianceOptions> = reductionBy(
  'variance',
  (x, axes, { unbiased = false }: VarianceOptions) => varianceOver(x as Tensor, axes, unbiased),
)

/**
 * The standard deviation, the root of the `variance`, over the given axes, which disappear, or stay with size 1 with
 * `{ keep: true }`; over all axes by default. Of equal numbers it is 0, and so is its derivative there by convention (where PyTorch's
 * is NaN). NumPy's `std`, with `ddof=1` if unbiased.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if an axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.std([1])(tensor([[1, 3], [2, 6]])) // [1, 2]
 *
 * @category Operations
 * @since 0.1.0
 */
export const std = takes('std', varianceArguments, () => stdUnchecked)

const stdUnchecked: Reduction<VarianceOptions> = reductionBy(
  'std',
  (x, axes, { unbiased = false }: VarianceOptions) => safeSqrt(varianceOver(x as Tensor, axes, unbiased)),
)
