/**
 * Reductions that say whether all, or any, elements along axes are not 0.
 *
 * @module
 */

import { equal, greater, select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { sum } from '../../primitive/reduction/broadcast.ts'
import { type Reduction, reductionArguments, reductionBy } from '../../primitive/reduction/reduction.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ones, zeros, zerosLike } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'

const isZero = (x: AnyTensor): Integers => equal(x, zerosLike(x))

// Counts in f32 may be rounded, but a sum of ones and zeros is 0 only if all are.

/**
 * 1 where all elements over the given axes are not 0, else 0; the axes disappear, or stay with size 1 with `{ keep: true }`. Over all
 * axes by default. NaN is not 0, and of no elements it is 1. NumPy's `all`.
 *
 * @throws ShapeError if an axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const x = tensor([[1, 2], [0, 3]])
 * op.all()(x) // 0
 * op.all([1])(x) // [1, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const all = takes('all', reductionArguments, () => allUnchecked)

const allUnchecked: Reduction<object, Kind, 'integer'> = reductionBy(
  'all',
  (x, axes) => isZero(sum(axes)(convert('f32')(isZero(x)) as Tensor)),
  'integer',
)

/**
 * 1 where any element over the given axes is not 0, else 0; the axes disappear, or stay with size 1 with `{ keep: true }`. Over all
 * axes by default. NaN is not 0, and of no elements it is 0. NumPy's `any`.
 *
 * @throws ShapeError if an axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.any([1])(tensor([[0, 2], [0, 0]])) // [1, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const any = takes('any', reductionArguments, () => anyUnchecked)

const anyUnchecked: Reduction<object, Kind, 'integer'> = reductionBy(
  'any',
  (x, axes) => {
    const hits = select(isZero(x), zeros(x.shape, 'f32'), ones(x.shape, 'f32'))
    const count = sum(axes)(hits)
    return greater(count, zerosLike(count))
  },
  'integer',
)
