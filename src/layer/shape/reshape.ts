/**
 * Another shape for each example.
 *
 * @module
 */
import { reshape as reshapeTensor } from '../../primitive/movement/reshape.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { isShape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { Sizes, Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Reshaped } from '../type/typeFunction.ts'

/**
 * The same elements in the same order, under another shape for each example. The first axis is the batch and stays.
 *
 * Takes [batch, ...] and gives [batch, ...shape]. The pullback reshapes back.
 *
 * @throws ShapeError if an example has not as many elements as the shape.
 * @throws ArgumentError unless sizes are integers, not below 0.
 *
 * @example
 * import { reshape } from 'pullback'
 * const images = reshape([28, 28])
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export const reshape = takes('reshape', { shape: needs.numbers }, () => reshapeUnchecked)

const reshapeUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
): Layer<Tensor<[number, ...number[]]>, Reshaped<S>, Empty> => {
  const name = `reshape(${showShape(shape)})`
  if (!isShape(shape))
    throw new ArgumentError(
      `${name} needs sizes that are integers, not below 0: none is found out from the others. The batch is not among them.`,
    )
  return withoutParams(name, (x: Tensor<[number, ...number[]]>) => {
    const [batch, ...example] = x.shape
    if (batch === undefined || sizeOf(example) !== sizeOf(shape))
      throw new ShapeError(
        `${name} takes [batch, ...] with ${sizeOf(shape)} elements for each example, but was given ${showShape(x.shape)}.`,
        [shape, x.shape],
      )
    return [reshapeTensor([batch, ...shape])(x), (dy: Tensor) => reshapeTensor(x.shape)(dy)]
  })
}
