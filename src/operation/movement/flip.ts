/**
 * Elements along an axis in another order: backwards, or moved on in a circle.
 *
 * @module
 */

import { bind } from '../../primitive/core/bind.ts'
import { requireAxes } from '../../primitive/core/rule.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { Gather } from '../../primitive/movement/gather.ts'
import { part } from '../../primitive/movement/line.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/**
 * The elements along an axis from the last to the first. NumPy's `flip`.
 *
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.flip(0)(tensor([1, 2, 3])) // [3, 2, 1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const flip = takes('flip', [{ axis: needs.axis }, { x: needs.tensor }], () => flipUnchecked)

const flipUnchecked =
  (axis: number) =>
  <S extends Shape, K extends Kind>(x: Tensor<S, K>): Tensor<S, K> => {
    requireAxes('flip', x.shape, [axis])
    const n = x.shape[axis] as number
    const places = fromValues(
      [n],
      Array.from({ length: n }, (_, i) => n - 1 - i),
      'i32',
    )
    // Rows are taken along the first axis: two axes change places, and back.
    const exchanged = x.shape.map((_, i) => (i === 0 ? axis : i === axis ? 0 : i))
    const exchange = (y: Tensor<Shape, K>): Tensor<Shape, K> => (axis === 0 ? y : transpose(exchanged)(y))
    const rows: Tensor<Shape, K> = bind(Gather, { batchDims: 0, by: 'flip' }, [exchange(x), places])
    return exchange(rows) as Tensor<S, K>
  }

/**
 * The elements along an axis moved on by so many places, those beyond the end at the beginning; backwards if negative. NumPy's `roll`.
 *
 * @throws ShapeError if the axis does not exist.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.roll(0, 1)(tensor([1, 2, 3])) // [3, 1, 2]
 *
 * @category Operations
 * @since 0.1.0
 */
export const roll = takes(
  'roll',
  [{ axis: needs.axis, by: needs.integerBetween(-(2 ** 31), 2 ** 31) }, { x: needs.tensor }],
  () => rollUnchecked,
)

const rollUnchecked =
  (axis: number, by: number) =>
  <S extends Shape, K extends Kind>(x: Tensor<S, K>): Tensor<S, K> => {
    requireAxes('roll', x.shape, [axis])
    const n = x.shape[axis] as number
    const moved = n === 0 ? 0 : ((by % n) + n) % n
    if (moved === 0) return x
    const [head, tail] = [part(x, axis, 0, n - moved), part(x, axis, n - moved, moved)]
    return concat(axis)<K>(tail, head) as Tensor<S, K>
  }
