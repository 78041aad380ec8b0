/**
 * One row for each example.
 *
 * @module
 */
import { reshape } from '../../primitive/movement/reshape.ts'
import { takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Flat } from '../type/typeFunction.ts'

/**
 * All axes of each example as one. The first axis is the batch and stays.
 *
 * Takes [batch, a, b, ...] and gives [batch, a · b · ...]; the compiler multiplies. The pullback reshapes back.
 *
 * @throws ShapeError for a scalar.
 *
 * @example
 * import { compose, dense, flatten } from 'pullback'
 * const classifier = compose(flatten(), dense(784, 10))
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export const flatten = takes('flatten', {}, () => flattenUnchecked)

const flattenUnchecked = (): Layer<Tensor<[number, ...number[]]>, Flat, Empty> =>
  withoutParams('flatten', (x: Tensor<[number, ...number[]]>) => {
    const [batch, ...example] = x.shape
    if (batch === undefined)
      throw new ShapeError('flatten takes [batch, ...], but was given a scalar.', [x.shape])
    return [reshape([batch, sizeOf(example)])(x), (dy: Tensor) => reshape(x.shape)(dy)]
  })
