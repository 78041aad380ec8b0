/**
 * Order along an axis.
 *
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { part } from '../../primitive/movement/line.ts'
import { takeAlongAxis } from '../../primitive/movement/takeAlongAxis.ts'
import { Argsort, Sort } from '../../primitive/order/sort.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'

/**
 * In which order: with `descending` the largest comes first. Defaults to false.
 *
 * @category Other
 * @since 0.1.0
 */
export interface OrderOptions {
  readonly descending?: boolean
}

const orderArguments = [
  { axis: needs.axis, options: needs.options({ descending: needs.boolean }) },
  { x: needs.tensor },
] as const

/**
 * The elements along an axis in ascending order, or in descending order with `{ descending: true }`. NaN counts as the largest: it
 * comes last, as in NumPy, and first in descending order, as in PyTorch. The cotangent of each element goes where it came from.
 * NumPy's `sort`.
 *
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.sort(1)(tensor([[3, 1, 2], [6, 5, 4]])) // [[1, 2, 3], [4, 5, 6]]
 * op.sort(0, { descending: true })(tensor([1, 3, 2])) // [3, 2, 1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const sort = takes('sort', orderArguments, () => sortUnchecked)

const sortUnchecked =
  (axis: number, { descending = false }: OrderOptions = {}) =>
  <S extends Shape, K extends Kind>(x: Tensor<S, K>): Tensor<S, K> =>
    bind(Sort, { axis, descending }, [x])

/**
 * The positions (i32) of the elements along an axis in ascending order, or in descending order with `{ descending: true }`. Stable:
 * equal ones stay in their order, in descending order too. NaN counts as the largest. NumPy's `argsort` with `kind='stable'`.
 *
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.argsort(0)(tensor([3, 1, 2, 1])) // [1, 3, 2, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const argsort = takes('argsort', orderArguments, () => argsortUnchecked)

const argsortUnchecked =
  (axis: number, { descending = false }: OrderOptions = {}) =>
  <S extends Shape>(x: Tensor<S, Kind>): Integers<S> =>
    bind(Argsort, { axis, descending }, [x])

/**
 * The largest elements along an axis, and where they are.
 *
 * @category Other
 * @since 0.1.0
 */
export interface TopK<K extends Kind = 'float'> {
  readonly values: Tensor<Shape, K>
  readonly indices: Integers
}

/**
 * The `k` largest elements along an axis, the largest first, and their positions (i32). Of equal ones the first come first, and NaN
 * counts as the largest. The cotangents of the values go where they came from. PyTorch's `topk`, JAX's `top_k`.
 *
 * @throws ShapeError if the axis does not exist, or has fewer than `k` elements.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const { values, indices } = op.topK(1, 2)(tensor([[3, 1, 2], [4, 6, 5]])) // [[3, 2], [6, 5]] at [[0, 2], [1, 2]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const topK = takes(
  'topK',
  [{ axis: needs.axis, k: needs.size }, { x: needs.tensor }],
  () => topKUnchecked,
)

const topKUnchecked =
  (axis: number, k: number) =>
  <K extends Kind>(x: Tensor<Shape, K>): TopK<K> => {
    const n = x.shape[axis]
    if (n !== undefined && k > n)
      throw new ShapeError(
        `topK was asked for ${k} elements along axis ${axis} of ${showShape(x.shape)}, which has ${n}.`,
        [x.shape],
        axis,
      )
    const order: AnyTensor = bind(Argsort, { axis, descending: true }, [x])
    const indices = part(order, axis, 0, k) as Integers
    return { values: takeAlongAxis(axis, x, indices) as Tensor<Shape, K>, indices }
  }
