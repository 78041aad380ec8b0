/**
 * Attention to what has come of a cache, as products of matrices under a mask of what is behind.
 *
 * @module
 */

import { div, sub } from '../../primitive/elementwise/arithmetic.ts'
import { greater } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { exp } from '../../primitive/elementwise/elementary.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { matmul, matmulNT } from '../../primitive/product/matmul.ts'
import { prefixSizesOf } from '../../primitive/product/prefixAttention.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { max } from '../../primitive/reduction/reduceMax.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { where } from './arithmetic.ts'

type Matrices = Tensor<[number, number, number, number]>

export const prefixAttention = (q: Tensor, k: Tensor, v: Tensor, position: Integers): Tensor => {
  const { batch, heads, time, size, groups, capacity } = prefixSizesOf(q.shape, k.shape)
  const together = (x: Tensor, width: number): Matrices =>
    reshape([batch, groups, (heads / groups) * time, width])(x) as Matrices
  const shape: Shape = [batch, heads, time, capacity]
  const along = broadcastAlong(shape, [0, 1, 2])
  const scores = reshape(shape)(matmulNT(together(q, size), k as Matrices)) as Tensor
  const distances = Array.from(
    { length: time * capacity },
    (_, i) => (i % capacity) - Math.floor(i / capacity),
  )
  const isBehind = greater(
    fromValues([time, capacity], distances, 'i32') as Integers,
    broadcastAlong([time, capacity], [])(convert('i32')(position)) as Integers,
  )
  const seen = where(broadcastAlong(shape, [2, 3])(isBehind) as Integers, Number.NEGATIVE_INFINITY, scores)
  const e = exp(sub(seen, along(max([3])(seen) as Tensor) as Tensor))
  const weights = div(e, along(sum([3])(e) as Tensor) as Tensor)
  return reshape(q.shape)(matmul(together(weights, capacity), v as Matrices)) as Tensor
}
