/**
 * Rows and elements of a tensor that another names, as they are exported in `op`.
 *
 * @module
 */
import type { Kind } from '../tensor/dtype.ts'
import type { Shape } from '../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../tensor/tensor.ts'
import { dual } from './core/dual.ts'
import { requireAxisNumber } from './core/rule.ts'
import * as rows from './movement/gather.ts'
import { takeAlongAxis } from './movement/takeAlongAxis.ts'

/**
 * Row `indices[i]` of the table, for each index; `op.gather(indices)(table)` in a pipe.
 *
 * @throws IndexError if an index is outside of the table.
 * @category Operations
 * @since 0.1.0
 */
export const gather: {
  <I extends Shape>(
    indices: Integers<I>,
  ): <N extends number, R extends Shape, K extends Kind>(
    table: Tensor<[N, ...R], K>,
  ) => Tensor<[...I, ...R], K>
  <N extends number, R extends Shape, I extends Shape, K extends Kind>(
    table: Tensor<[N, ...R], K>,
    indices: Integers<I>,
  ): Tensor<[...I, ...R], K>
} = dual('gather', rows.gather)

/**
 * Along an axis, for each index the element that it names.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface TakeAlongAxis {
  <I extends Shape>(indices: Integers<I>): <K extends Kind>(x: Tensor<Shape, K>) => Tensor<I, K>
  <I extends Shape, K extends Kind>(x: Tensor<Shape, K>, indices: Integers<I>): Tensor<I, K>
}

/**
 * `takeAlong` along a given axis, or of one element of each row.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface TakeAlong {
  (axis: number): TakeAlongAxis
  <N extends number>(
    indices: Integers<[N]>,
  ): <C extends number, K extends Kind>(x: Tensor<[N, C], K>) => Tensor<[N], K>
  <N extends number, C extends number, K extends Kind>(
    x: Tensor<[N, C], K>,
    indices: Integers<[N]>,
  ): Tensor<[N], K>
}

const takeAlongRows = dual<(...given: readonly (AnyTensor | undefined)[]) => unknown>(
  'takeAlong',
  rows.takeAlong,
)

/**
 * With an axis, `op.takeAlong(axis)(x, indices)[…, i, …] = x[…, indices[…, i, …], …]`: the indices have the axes of x, and its sizes
 * but for that axis. NumPy's `take_along_axis`, PyTorch's `gather`. An index may occur many times; its cotangents add up.
 *
 * Without an axis, from each row of `x` the element at that row's index; `op.takeAlong(indices)(x)` in a pipe.
 *
 * @throws IndexError if an index is outside of its row.
 * @throws ShapeError if the axis does not exist, or the indices do not agree with x in the other axes.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const x = tensor([[3, 1, 2], [6, 5, 4]])
 * op.takeAlong(x, tensor([0, 2], 'i32')) // [3, 4]
 * op.takeAlong(1)(x, op.argsort(1)(x)) // [[1, 2, 3], [4, 5, 6]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const takeAlong: TakeAlong = Object.defineProperty(
  (...given: readonly [first: number | AnyTensor, indices?: AnyTensor]): unknown => {
    const [first, ...others] = given
    if (typeof first !== 'number') return takeAlongRows(first, ...others)
    requireAxisNumber('takeAlong', first)
    return dual('takeAlong', (x: AnyTensor, indices: AnyTensor) => takeAlongAxis(first, x, indices))
  },
  'name',
  { value: 'takeAlong' },
) as TakeAlong
