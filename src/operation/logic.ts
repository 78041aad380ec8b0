/**
 * Masks (u8, 0 or 1) of numbers and of other masks, and choices by a mask. Whatever is not 0 counts as 1.
 *
 * @module
 */

import { dual } from '../primitive/core/dual.ts'
import { add, mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { equal, greater, select } from '../primitive/elementwise/compare.ts'
import { broadcast } from '../primitive/reduction/broadcast.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Kind } from '../tensor/dtype.ts'
import { unequalShapes } from '../tensor/error.ts'
import { onesLike, zerosLike } from '../tensor/function/constructors.ts'
import { type Shape, sameShape } from '../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../tensor/tensor.ts'

/**
 * 1 where an element is neither NaN nor infinite, else 0. NumPy's `isfinite`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.isFinite(tensor([1, Infinity, NaN])) // [1, 0, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const areFinite = takes('isFinite', { x: needs.floats }, () => areFiniteUnchecked)

// The difference of what is not finite to itself is NaN, which equals nothing.
const areFiniteUnchecked = <S extends Shape>(x: Tensor<S>): Integers<S> => equal(sub(x, x), zerosLike(x))

/**
 * 1 where an element is NaN, else 0. NumPy's `isnan`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.isNaN(tensor([1, Infinity, NaN])) // [0, 0, 1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const areNaN = takes('isNaN', { x: needs.floats }, () => areNaNUnchecked)

const areNaNUnchecked = <S extends Shape>(x: Tensor<S>): Integers<S> =>
  greater(select(equal(x, x), zerosLike(x), onesLike(x)), zerosLike(x))

/**
 * 1 where the mask is 0, else 0. NumPy's `logical_not`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.not(tensor([0, 1, 2], 'i32')) // [1, 0, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const not = takes('not', { mask: needs.integers }, () => notUnchecked)

const notUnchecked = <S extends Shape>(mask: Integers<S>): Integers<S> => equal(mask, zerosLike(mask))

/**
 * An operation on two masks of one shape, which gives one.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface Logical {
  <S extends Shape>(y: Integers<S>): (x: Integers<S>) => Integers<S>
  <S extends Shape>(x: Integers<S>, y: Integers<S>): Integers<S>
}

/**
 * 1 where both masks are not 0, else 0; `op.and(y)(x)` too. NumPy's `logical_and`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.and(tensor([0, 1, 1], 'u8'), tensor([1, 0, 1], 'u8')) // [0, 0, 1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const and: Logical = dual('and', (x: Integers, y: Integers) =>
  notUnchecked(add(notUnchecked(x), notUnchecked(y))),
)

/**
 * 1 where one or both masks are not 0, else 0; `op.or(y)(x)` too. NumPy's `logical_or`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.or(tensor([0, 1, 0], 'u8'), tensor([1, 0, 0], 'u8')) // [1, 1, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const or: Logical = dual('or', (x: Integers, y: Integers) =>
  notUnchecked(mul(notUnchecked(x), notUnchecked(y))),
)

/** The shape that all broadcast to: aligned at the last axes, with sizes of 1 repeated. */
const commonShape = (shapes: readonly Shape[]): Shape =>
  shapes.reduce((a, b) => {
    const rank = Math.max(a.length, b.length)
    return Array.from({ length: rank }, (_, axis) => {
      const [m, n] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1]
      if (m !== n && m !== 1 && n !== 1) throw unequalShapes('where', a, b)
      return m === 1 ? n : m
    })
  })

/**
 * `x` where the mask is not 0, else `y`, as `op.select`, but shapes may differ: they are aligned at the last axes, and sizes of 1 are
 * repeated. What is not chosen gets a cotangent of 0; what it was computed from may get NaN, see `op.select`. NumPy's `where`.
 *
 * @throws ShapeError if the shapes do not fit.
 * @throws DTypeError if the element types differ, or the mask is not of integers.
 *
 * @example
 * import { op, scalar, tensor } from 'pullback'
 * const x = tensor([[1, -2], [-3, 4]])
 * op.where(op.greater(x, op.scale(0)(x)), x, scalar(0)) // [[1, 0], [0, 4]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const where = takes(
  'where',
  { mask: needs.integers, x: needs.tensor, y: needs.tensor },
  () => whereUnchecked,
)

function whereUnchecked<S extends Shape, K extends Kind>(
  mask: Integers<S>,
  x: Tensor<S, K>,
  y: Tensor<S, K>,
): Tensor<S, K>
function whereUnchecked<K extends Kind>(
  mask: Integers,
  x: Tensor<Shape, K>,
  y: Tensor<Shape, K>,
): Tensor<Shape, K>
function whereUnchecked(mask: Integers, x: AnyTensor, y: AnyTensor): AnyTensor {
  const shape = commonShape([mask.shape, x.shape, y.shape])
  const spread = <T extends AnyTensor>(t: T): T =>
    sameShape(t.shape, shape) ? t : (broadcast(shape)(t as Tensor) as AnyTensor as T)
  return select(spread(mask), spread(x) as Tensor, spread(y) as Tensor)
}
