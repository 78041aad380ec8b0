/**
 * The largest element of each window over images.
 *
 * @module
 */

import { Gather, type GatherOptions, gatherBy } from '../../primitive/movement/gather.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { argmaxWindows } from '../../primitive/window/argmaxWindows.ts'
import { extentOf, type Pair, type PerAxis, windowsOver } from '../../primitive/window/sliding.ts'
import { fromPrimitive } from '../../smooth/map/fromPrimitive.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { fromValues, zeros, zerosLike } from '../../tensor/function/constructors.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import type { Images } from '../window/windowed.ts'
import { isWithin, type PoolImages, type PoolWindows, placesOf } from './overImages.ts'

/** The element of each row of a matrix that an index names, for a row of indices for each. */
const takeFromRows = fromPrimitive<readonly [Tensor, AnyTensor], Tensor, GatherOptions>(Gather, {
  batchDims: 1,
})

/** The largest of each window; the cotangent goes to where it was, to the first of several. Padding is never chosen. */
export const maxima: PoolImages = windows =>
  windows.dilations.every(n => n === 1) ? adjacentMaxima(windows) : dilatedMaxima(windows)

const adjacentMaxima: PoolImages =
  ({ size, strides, padding }) =>
  x => {
    const where = argmaxWindows({ size, strides, padding })(x)
    const planes = x.shape[0] * x.shape[1]
    const rows = <K extends Kind>(y: Tensor<Shape, K>, of: Shape) => reshape([planes, sizeOf(of.slice(2))])(y)
    const [taken, pullback] = takeFromRows([
      rows(x as Tensor, x.shape),
      rows(where as AnyTensor, where.shape),
    ])
    return [
      reshape(where.shape)(taken),
      dy => {
        const [dx] = pullback(rows(dy, where.shape))
        return reshape(x.shape)(dx)
      },
    ]
  }

/** Windows whose elements are apart: these are taken out first, and then lie below each other, each with that of all planes. */
const dilatedMaxima: PoolImages = windows => x => {
  const [batch, channels, height, width] = x.shape
  const planes = batch * channels
  const [down, across] = windowsOver(extentOf(x.shape), windows.size, windows)
  const outputs = [batch, channels, down, across] as const
  if (planes === 0) return [zeros(outputs, x.dtype), () => zerosLike(x as Tensor)]
  const rows = placesAlong(height, down, 0, windows)
  const columns = placesAlong(width, across, 1, windows)
  const places = rows.flatMap(taps =>
    columns.flatMap(others => taps.flatMap(row => others.map(column => row * width + column))),
  )
  const taps = windows.size[0] * windows.size[1]
  const turned = (y: Tensor): Tensor => transpose([1, 0])(y) as Tensor
  const [elements, pullElements] = gatherBy(
    'maxPool',
    fromValues([places.length], places, 'i32'),
  )(turned(reshape([planes, height * width])(x as Tensor)))
  const [largest, pullLargest] = adjacentMaxima({
    size: [taps, 1],
    strides: [1, 1],
    padding: [0, 0],
    dilations: [1, 1],
  })(reshape([1, down * across, taps, planes])(elements) as Images)
  return [
    reshape(outputs)(turned(reshape([down * across, planes])(largest))),
    dy => {
      const dlargest = reshape(largest.shape)(turned(reshape([planes, down * across])(dy)))
      const delements = reshape([places.length, planes])(pullLargest(dlargest))
      return reshape(x.shape)(turned(pullElements(delements)))
    },
  ]
}

/** For each window along an axis the places of its elements; in the stead of those in the padding its first other one. */
const placesAlong = (n: number, count: number, axis: 0 | 1, windows: PoolWindows<Pair>): readonly PerAxis[] =>
  Array.from({ length: count }, (_, window) => {
    const places = placesOf(window, axis, windows)
    const first = places.find(place => isWithin(n, place)) as number
    return places.map(place => (isWithin(n, place) ? place : first))
  })
