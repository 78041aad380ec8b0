/**
 * Repeating: a whole tensor along its axes, or each element along one.
 *
 * @module
 */

import { requireAxes } from '../../primitive/core/rule.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/**
 * The whole of `x` so many times along each axis: `y[i, …] = x[i mod n, …]`. With more numbers than axes, new ones come in front; with
 * fewer, they are those of the last axes. NumPy's `tile`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.tile([2, 2])(tensor([[1, 2]])) // [[1, 2, 1, 2], [1, 2, 1, 2]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const tile = takes('tile', [{ times: needs.shape }, { x: needs.tensor }], () => tileUnchecked)

const tileUnchecked =
  (times: readonly number[]) =>
  <K extends Kind>(x: Tensor<Shape, K>): Tensor<Shape, K> => {
    const rank = Math.max(times.length, x.shape.length)
    const padded = (numbers: readonly number[]): readonly number[] => [
      ...Array.from({ length: rank - numbers.length }, () => 1),
      ...numbers,
    ]
    const [counts, sizes] = [padded(times), padded(x.shape)]
    const wide = counts.flatMap((count, axis) => [count, sizes[axis] as number])
    const axes = sizes.map((_, axis) => 2 * axis + 1)
    return reshape(counts.map((count, axis) => count * (sizes[axis] as number)))(
      broadcastAlong(wide, axes)(reshape(sizes)(x)),
    )
  }

/**
 * Each element so many times in a row along an axis: `y[…, i, …] = x[…, ⌊i / times⌋, …]`. NumPy's `repeat`.
 *
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.repeat(0, 2)(tensor([1, 2])) // [1, 1, 2, 2]
 *
 * @category Operations
 * @since 0.1.0
 */
export const repeat = takes(
  'repeat',
  [{ axis: needs.axis, times: needs.size }, { x: needs.tensor }],
  () => repeatUnchecked,
)

const repeatUnchecked =
  (axis: number, times: number) =>
  <K extends Kind>(x: Tensor<Shape, K>): Tensor<Shape, K> => {
    requireAxes('repeat', x.shape, [axis])
    const wide = [...x.shape.slice(0, axis + 1), times, ...x.shape.slice(axis + 1)]
    const axes = x.shape.map((_, i) => (i <= axis ? i : i + 1))
    return reshape(x.shape.with(axis, (x.shape[axis] as number) * times))(broadcastAlong(wide, axes)(x))
  }
