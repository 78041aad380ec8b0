/**
 * The largest element of each window over images.
 *
 * @module
 */
import { argmaxWindows } from '../../primitive/argmaxWindows.ts'
import { Gather, type GatherOptions } from '../../primitive/gather.ts'
import { reshape } from '../../primitive/reshape.ts'
import { fromPrimitive } from '../../smooth/fromPrimitive.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import type { PoolImages } from './overImages.ts'

/** The element of each row of a matrix that an index names, for a row of indices for each. */
const takeFromRows = fromPrimitive<readonly [Tensor, AnyTensor], Tensor, GatherOptions>(Gather, {
  batchDims: 1,
})

/** The largest of each window; the cotangent goes to where it was, to the first of several. Padding is never chosen. */
export const maxima: PoolImages = windows => x => {
  const where = argmaxWindows(windows)(x)
  const planes = x.shape[0] * x.shape[1]
  const rows = <K extends Kind>(y: Tensor<Shape, K>, of: Shape) => reshape([planes, sizeOf(of.slice(2))])(y)
  const [taken, pullback] = takeFromRows([rows(x as Tensor, x.shape), rows(where as AnyTensor, where.shape)])
  return [
    reshape(where.shape)(taken),
    dy => {
      const [dx] = pullback(rows(dy, where.shape))
      return reshape(x.shape)(dx)
    },
  ]
}
