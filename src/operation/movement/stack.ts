/**
 * Tensors beside each other along a new axis, and parts along an axis.
 *
 * @module
 */

import { requireAxes, requireSameShape } from '../../primitive/core/rule.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { part } from '../../primitive/movement/line.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/**
 * Tensors of one shape beside each other along a new axis, which stands at `axis` of the result. NumPy's `stack`.
 *
 * @throws ShapeError unless the shapes are equal, or if there is no tensor, or no place for the axis.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.stack(1)(tensor([1, 2]), tensor([3, 4])) // [[1, 3], [2, 4]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const stack = takes(
  'stack',
  [{ axis: needs.axis }, { '...inputs': needs.tensor }],
  () => stackUnchecked,
)

const stackUnchecked =
  (axis: number) =>
  <K extends Kind>(...inputs: readonly Tensor<Shape, K>[]): Tensor<Shape, K> => {
    const [first] = inputs
    if (first === undefined) throw new ShapeError('stack needs at least one tensor.', [])
    for (const other of inputs) requireSameShape('stack', first, other)
    const shape = first.shape.toSpliced(axis, 0, 1)
    requireAxes('stack', shape, [axis])
    return concat(axis)<K>(...inputs.map(x => reshape(shape)(x)))
  }

/**
 * The parts of a tensor along an axis, of the given sizes, which add up to that of the axis. `op.concat(axis)` joins them again.
 * PyTorch's `split` with sizes.
 *
 * @throws ShapeError if the axis does not exist, or the sizes do not add up.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const [first, rest] = op.split(0, [1, 2])(tensor([1, 2, 3])) // [1] and [2, 3]
 *
 * @category Operations
 * @since 0.1.0
 */
export const split = takes(
  'split',
  [{ axis: needs.axis, sizes: needs.shape }, { x: needs.tensor }],
  () => splitUnchecked,
)

const splitUnchecked =
  (axis: number, sizes: readonly number[]) =>
  <K extends Kind>(x: Tensor<Shape, K>): readonly Tensor<Shape, K>[] => {
    requireAxes('split', x.shape, [axis])
    const total = sizes.reduce((sum, size) => sum + size, 0)
    if (total !== x.shape[axis])
      throw new ShapeError(
        `split was given the sizes [${sizes.join(', ')}], which add up to ${total}, but axis ${axis} of ${showShape(x.shape)} has ` +
          `size ${x.shape[axis]}.`,
        [x.shape],
        axis,
      )
    let start = 0
    return sizes.map(size => {
      start += size
      return part(x, axis, start - size, size)
    })
  }
