/**
 * The bias trick.
 *
 * @module
 */
import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Longer } from '../type/typeFunction.ts'

/**
 * A one behind the last entry of the last axis, so that the last row of the next linear layer's weight is a bias.
 *
 * Takes [..., n] and gives [..., n + 1]. The pullback drops the cotangent of the ones.
 *
 * @throws ShapeError for a scalar.
 *
 * @example
 * import { augmentOnes, compose, linear } from 'pullback'
 * const affine = compose(augmentOnes(), linear(3, 200))
 *
 * @category Linear layers
 * @since 0.1.0
 */
export const augmentOnes = takes('augmentOnes', {}, () => augmentOnesUnchecked)

const augmentOnesUnchecked = (): Layer<Tensor<[...number[], number]>, Longer<1>, Empty> =>
  positionwise('augmentOnes', (x: Tensor<[...number[], number]>) => {
    const last = x.shape.length - 1
    if (last < 0) throw new ShapeError('augmentOnes takes [..., n], but was given a scalar.', [x.shape])
    const column = full([...x.shape.slice(0, -1), 1], 1, x.dtype) as Tensor
    return [
      concat(last)(x, column),
      (dy: Tensor) =>
        slice(
          x.shape.map(() => 0),
          x.shape,
        )(dy),
    ]
  })
