/**
 * The smallest element along axes, and where it is.
 *
 * @module
 */
import { neg } from '../../primitive/elementwise/arithmetic.ts'
import { type ArgReduction, argmaxOfRows, argReductionBy, max } from '../../primitive/reduction/reduceMax.ts'
import { type Reduction, reductionArguments, reductionBy } from '../../primitive/reduction/reduction.ts'
import { takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/**
 * The smallest element over the given axes, which disappear, or stay with size 1 with `{ keep: true }`; over all axes by default. NaN
 * if there is one. Where several are smallest, they share the cotangent evenly, as those of `max` do. NumPy's `min`, PyTorch's `amin`.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if an axis does not exist, or has no elements.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.min([1])(tensor([[1, 2], [6, 3]])) // [1, 3]
 *
 * @category Operations
 * @since 0.1.0
 */
export const min = takes('min', reductionArguments, () => minUnchecked)

const minUnchecked: Reduction = reductionBy('min', (x, axes) => {
  const empty = axes.find(axis => x.shape[axis] === 0)
  if (empty !== undefined)
    throw new ShapeError(
      `min over axis ${empty} of ${showShape(x.shape)} has no elements to choose from.`,
      [x.shape],
      empty,
    )
  return neg(max(axes)(neg(x as Tensor)))
})

/**
 * The position of the smallest element along the last axis, `op.argmin(x)`, or along another, `op.argmin(0)(x)`; the axis disappears.
 * The first of several, and that of the first NaN if there is one, as in NumPy.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if the axis does not exist, or has no elements.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.argmin(tensor([[3, 1], [2, 4]])) // [1, 0]
 * op.argmin(0)(tensor([[3, 1], [2, 4]])) // [1, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const argmin: ArgReduction = argReductionBy('argmin', x => argmaxOfRows(neg(x)))
