/**
 * The mean of each window over images.
 *
 * @module
 */
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { convolve, convolveTransposed } from '../../primitive/window/convolve.ts'
import { extentOf, type Pair, windowsOver } from '../../primitive/window/sliding.ts'
import { fromValues, full } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Images } from '../window/windowed.ts'
import type { PoolImages } from './overImages.ts'

/** How many elements of the images each window has, along one axis. */
const countsAlong = (n: number, windows: number, size: number, stride: number, padding: number): number[] =>
  Array.from({ length: windows }, (_, i) => {
    const start = i * stride - padding
    return Math.min(start + size, n) - Math.max(start, 0)
  })

/** The mean of each window, whose zeros around the images count or not; each cotangent is shared among its window. */
export const means =
  (countIncludePad: boolean): PoolImages =>
  ({ size, strides, padding }) =>
  x => {
    const how = { strides, padding, dilations: [1, 1], groups: 1 } as const
    const extent = extentOf(x.shape)
    const windows = windowsOver(extent, size, how)
    const planes = x.shape[0] * x.shape[1]
    const outputs: Shape = [x.shape[0], x.shape[1], ...windows]
    const ones = full([1, 1, ...size], 1, x.dtype) as Images
    const asPlanes = (y: Tensor, [height, width]: Pair): Images =>
      reshape([planes, 1, height, width])(y) as Images
    const shared = (sums: Tensor): Tensor => {
      if (countIncludePad || padding.every(n => n === 0)) return scale(1 / (size[0] * size[1]))(sums)
      const [rows, columns] = ([0, 1] as const).map(axis =>
        countsAlong(extent[axis], windows[axis], size[axis], strides[axis], padding[axis]),
      ) as [number[], number[]]
      const shares = rows.flatMap(r => columns.map(s => 1 / (r * s)))
      const perWindow = fromValues(windows, shares, x.dtype)
      return mul(sums, broadcastAlong(outputs, [2, 3])(perWindow) as Tensor)
    }
    const sums = convolve(how)(asPlanes(x as Tensor, extent), ones)
    return [
      shared(reshape(outputs)(sums as Tensor)),
      dy => {
        const dsums = asPlanes(shared(dy), windows)
        const dx = convolveTransposed({ ...how, size: extent })(dsums, ones)
        return reshape(x.shape)(dx as Tensor)
      },
    ]
  }
