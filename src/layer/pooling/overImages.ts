/**
 * Pooling of sequences and volumes by a pooling of images.
 *
 * @module
 */
import { reshape } from '../../primitive/movement/reshape.ts'
import { type Pair, type PerAxis, type Sliding, windowsOver } from '../../primitive/window/sliding.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Images } from '../window/windowed.ts'

/** The sizes of windows and how they slide, along each axis. */
export interface PoolWindows<P extends PerAxis = PerAxis> extends Sliding<P> {
  readonly size: P
}

/** The places of a window's elements along an axis. */
export const placesOf = (
  window: number,
  axis: number,
  { size, strides, padding, dilations }: PoolWindows,
): PerAxis => {
  const start = window * (strides[axis] as number) - (padding[axis] as number)
  return Array.from({ length: size[axis] as number }, (_, tap) => start + tap * (dilations[axis] as number))
}

/** Whether a place is one of `n`, and not in the padding. */
export const isWithin = (n: number, place: number): boolean => place >= 0 && place < n

/** The value of a smooth map and its pullback. */
export type Both = readonly [value: Tensor, pullback: (dy: Tensor) => Tensor]

/** A pooling of images. */
export type PoolImages = (windows: PoolWindows<Pair>) => (x: Images) => Both

/** Windows along some of the axes; where there is none, of one element, one by one. */
const along = (
  axes: readonly [number | null, number | null],
  { size, strides, padding, dilations }: PoolWindows,
): PoolWindows<Pair> => {
  const sizesOf = (each: PerAxis, otherwise: number): Pair => {
    const [height, width] = axes.map(axis => (axis === null ? otherwise : (each[axis] as number)))
    return [height as number, width as number]
  }
  return {
    size: sizesOf(size, 1),
    strides: sizesOf(strides, 1),
    padding: sizesOf(padding, 0),
    dilations: sizesOf(dilations, 1),
  }
}

/** Windows that give what they are given. */
const isNothing = ({ size, strides }: PoolWindows): boolean =>
  size.every(n => n === 1) && strides.every(n => n === 1)

/** A pooling of images on what has their numbers under another shape. */
const under =
  (pool: PoolImages, images: Shape, windows: PoolWindows<Pair>) =>
  (x: Tensor): Both => {
    if (isNothing(windows)) return [x, dy => dy]
    const [y, pullback] = pool(windows)(reshape(images)(x) as Images)
    return [y, dy => reshape(x.shape)(pullback(reshape(y.shape)(dy)))]
  }

/**
 * A pooling of images on sequences, images or volumes. Sequences are images of one row. Of volumes, first the planes are pooled, and
 * then, along the depth, what was found in them: each window is as many windows of planes. Of several that are equally large the first
 * one of the first plane that has them is the first of all.
 */
export const overImages =
  (pool: PoolImages, windows: PoolWindows) =>
  (x: Tensor): Both => {
    const [batch, channels, ...places] = x.shape as readonly [number, number, ...number[]]
    const counts = windowsOver(places, windows.size, windows)
    const [first, ...others] = places as [number, ...number[]]
    if (places.length === 2) return pool(windows as PoolWindows<Pair>)(x as Images)
    if (places.length === 1) {
      const [y, pullback] = under(pool, [batch, channels, 1, first], along([null, 0], windows))(x)
      return [reshape([batch, channels, ...counts])(y), dy => pullback(dy)]
    }
    const inPlanes = sizeOf(counts.slice(1))
    const [planes, pullPlanes] = under(pool, [batch, channels * first, ...others], along([1, 2], windows))(x)
    const [y, pullDepth] = under(pool, [batch, channels, first, inPlanes], along([0, null], windows))(planes)
    return [reshape([batch, channels, ...counts])(y), dy => pullPlanes(pullDepth(dy))]
  }
