/**
 * Means over the batch as smooth maps: what the losses end in.
 *
 * @module
 */

import { scale } from '../primitive/elementwise/scale.ts'
import { Gather } from '../primitive/movement/gather.ts'
import { broadcast, sum } from '../primitive/reduction/broadcast.ts'
import { fromPrimitive } from '../smooth/map/fromPrimitive.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../tensor/tensor.ts'

/** `constant · Σ x`, such as a mean or a negative mean. */
export const scaledSum =
  (constant: number): Smooth<Tensor, Tensor<[]>> =>
  x => [scale(constant)(sum()(x)), dy => broadcast(x.shape)(scale(constant)(dy)) as Tensor]

/** The negative mean of all elements. */
export const negativeMean: Smooth<Tensor, Tensor<[]>> = x => scaledSum(-1 / sizeOf(x.shape))(x)

/** The element of each row that its label names. */
export const pickLabels =
  (labels: Integers<[number]>): Smooth<Tensor, Tensor> =>
  x => {
    const [y, pullback] = fromPrimitive<readonly AnyTensor[], AnyTensor, { readonly batchDims: number }>(
      Gather,
      {
        batchDims: 1,
      },
    )([x, labels])
    return [y as Tensor, dy => (pullback(dy) as readonly [Tensor])[0]]
  }
