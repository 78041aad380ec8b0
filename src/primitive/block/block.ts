/**
 * Blocks that begin at a place that is computed, as operations.
 *
 * @module
 */

import { needs, takes } from '../../tensor/contract/index.ts'
import { type Kind, mostElements } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { fromValues, scalar } from '../../tensor/function/constructors.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { type AnyTensor, type Integers, isTensor, type Sizes, type Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { Convert } from '../elementwise/convert.ts'
import { Concat } from '../movement/concat.ts'
import { Reshape } from '../movement/reshape.ts'
import { DynamicSlice, DynamicUpdateSlice } from './dynamicSlice.ts'

/**
 * Where a block begins: a vector of integers, with a number for each axis, or a list of numbers and scalars of integers.
 *
 * @category Operations
 * @since 0.1.0
 */
export type Start = Integers<[number]> | readonly (number | Integers<[]>)[]

/** A start as a vector. */
const vectorOf = (start: Start): AnyTensor => {
  if (isTensor(start)) return start
  const parts = start.map((one, axis): AnyTensor => {
    const x: AnyTensor = typeof one === 'number' ? scalar(one, 'i32') : one
    if (x.shape.length > 0)
      throw new ShapeError(
        `A start that is a list takes scalars, of shape [], but was given ${showShape(x.shape)} for axis ${axis}.`,
        [x.shape],
      )
    const whole: AnyTensor = x.dtype === 'i32' ? x : bind(Convert, { dtype: 'i32' }, [x])
    return bind(Reshape, { shape: [1] }, [whole])
  })
  return parts.length === 0 ? fromValues([0], [], 'i32') : bind(Concat, { axis: 0 }, parts)
}

const needsStart = needs.either(
  needs.integers,
  needs.listOf(
    needs.either(needs.integerBetween(0, mostElements), needs.integers),
    'integers and scalars of integers',
  ),
)

/**
 * The block of the given sizes that begins at a place that is computed: `op.dynamicSlice(sizes)(x, start)[i, …] = x[start[0] + i, …]`.
 * The sizes are static, and the start is a tensor: a vector of integers with a number for each axis, or a list of numbers and scalars.
 * JAX's `lax.dynamic_slice`; in NumPy, `x[i:i + n]`.
 *
 * A block that is not within x is refused, by every engine, while the program runs; JAX moves it to where it fits.
 *
 * @throws IndexError if the block begins before x or ends behind it, with the axis and where it may begin.
 * @throws ShapeError if the block is larger than x, or there is not a start for each axis.
 *
 * @example
 * import { op, scalar, tensor } from 'pullback'
 * const x = tensor([[1, 2, 3], [4, 5, 6]])
 * op.dynamicSlice([2, 1])(x, tensor([0, 2], 'i32')) // [[3], [6]]
 * op.dynamicSlice([1, 3])(x, [scalar(1, 'i32'), 0]) // [[4, 5, 6]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const dynamicSlice = takes(
  'dynamicSlice',
  [{ sizes: needs.shape }, { x: needs.tensor, start: needsStart }],
  () => dynamicSliceUnchecked,
)

const dynamicSliceUnchecked =
  <N extends number, S extends Sizes<N>>(sizes: S) =>
  <K extends Kind>(x: Tensor<Shape, K>, start: Start): Tensor<S, K> =>
    bind(DynamicSlice, { sizes, batchDims: 0 }, [x, vectorOf(start)])

/**
 * The first tensor with a block in the place of what was there: `op.dynamicUpdateSlice(x, block, start)` is x, but
 * `block[i, …]` at `[start[0] + i, …]`. The start is one as in `dynamicSlice`. JAX's `lax.dynamic_update_slice`; in NumPy,
 * `x[i:i + n] = block`.
 *
 * x itself stays as it is. Where nothing reads it afterwards (what is carried through a loop, `iterate`, or a `fold` in
 * place, say), compiled programs write the block into the memory of x: it takes as long as the block is large, however large x is.
 *
 * @throws IndexError if the block begins before x or ends behind it, with the axis and where it may begin.
 * @throws ShapeError if the block is larger than x, or there is not a start for each axis.
 * @throws DTypeError if the block has another element type than x.
 *
 * @example
 * import { op, scalar, tensor, zeros } from 'pullback'
 * const position = scalar(2, 'i32')
 * op.dynamicUpdateSlice(zeros([4, 2]), tensor([[1, 2]]), [position, 0]) // [[0, 0], [0, 0], [1, 2], [0, 0]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const dynamicUpdateSlice = takes(
  'dynamicUpdateSlice',
  { x: needs.tensor, block: needs.tensor, start: needsStart },
  () => dynamicUpdateSliceUnchecked,
)

const dynamicUpdateSliceUnchecked = <S extends Shape, K extends Kind>(
  x: Tensor<S, K>,
  block: Tensor<Shape, K>,
  start: Start,
): Tensor<S, K> => bind(DynamicUpdateSlice, { batchDims: 0 }, [x, block, vectorOf(start)])
