/**
 * Cumulative sums, products, maxima and logarithms of sums of exponentials along an axis.
 *
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { CumArgmax, CumProd, LogCumSumExp } from '../../primitive/cumulative/cumulative.ts'
import { CumSum } from '../../primitive/cumulative/recurrence.ts'
import { takeAlongAxis } from '../../primitive/movement/takeAlongAxis.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'

/**
 * A map along an axis that keeps the shape.
 *
 * @category Other
 * @since 0.1.0
 */
export type Along = (axis: number) => <S extends Shape>(x: Tensor<S>) => Tensor<S>

const alongArguments = [{ axis: needs.axis }, { x: needs.tensor }] as const

const along =
  (f: (x: AnyTensor, axis: number) => AnyTensor): Along =>
  axis =>
  <S extends Shape>(x: Tensor<S>) =>
    f(x, axis) as Tensor<S>

/**
 * The sum of each element and those before it along an axis: `yᵢ = Σ_{j ≤ i} xⱼ`, added in double precision. NumPy's `cumsum`.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.cumSum(1)(tensor([[1, 2, 3], [4, 5, 6]])) // [[1, 3, 6], [4, 9, 15]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const cumSum = takes('cumSum', alongArguments, () => cumSumUnchecked)

const cumSumUnchecked = along((x, axis) => bind(CumSum, { axis, reverse: false }, [x]))

/**
 * The product of each element and those before it along an axis: `yᵢ = Π_{j ≤ i} xⱼ`, multiplied in double precision. The derivative
 * is right where factors are 0. NumPy's `cumprod`.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.cumProd(0)(tensor([1, 2, 3])) // [1, 2, 6]
 *
 * @category Operations
 * @since 0.1.0
 */
export const cumProd = takes('cumProd', alongArguments, () => cumProdUnchecked)

const cumProdUnchecked = along((x, axis) => bind(CumProd, { axis }, [x]))

/**
 * The largest of each element and those before it along an axis; NaN from the first NaN on. Of several that are largest the last gets
 * the cotangent, as in PyTorch's `cummax`. NumPy's `maximum.accumulate`.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.cumMax(0)(tensor([1, 3, 2, 4])) // [1, 3, 3, 4]
 *
 * @category Operations
 * @since 0.1.0
 */
export const cumMax = takes('cumMax', alongArguments, () => cumMaxUnchecked)

const cumMaxUnchecked = along((x, axis) => takeAlongAxis(axis, x, bind(CumArgmax, { axis }, [x])))

/**
 * `log Σ_{j ≤ i} e^xⱼ` along an axis: finite also where the exponentials overflow or vanish, and so is its derivative. -∞ where
 * nothing but -∞ was, and ∞ from the first ∞ on; where it is infinite, no cotangent passes. PyTorch's `logcumsumexp`, NumPy's
 * `logaddexp.accumulate`.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.logCumSumExp(0)(tensor([1000, 1000, 0])) // [1000, 1000.693, 1000.693]
 *
 * @category Operations
 * @since 0.1.0
 */
export const logCumSumExp = takes('logCumSumExp', alongArguments, () => logCumSumExpUnchecked)

const logCumSumExpUnchecked = along((x, axis) => bind(LogCumSumExp, { axis }, [x]))
