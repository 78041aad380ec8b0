/**
 * Volumes as images: for each place along the depth, the planes that a kernel sees there beside each other as channels.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { pad, slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { type Shape, sameShape, sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** A linear map that moves numbers, and its transpose. */
export interface Movement {
  readonly apply: (x: Tensor) => Tensor
  readonly transpose: (dy: Tensor) => Tensor
}

/** One movement after the other. */
const through = (...movements: readonly Movement[]): Movement => ({
  apply: x => movements.reduce((y, { apply }) => apply(y), x),
  transpose: dy => movements.reduceRight((dx, each) => each.transpose(dx), dy),
})

const reshaped = (from: Shape, to: Shape): Movement => ({ apply: reshape(to), transpose: reshape(from) })

/** Two neighbouring axes, of which `first` is the one before, change places. */
const exchanged = (rank: number, first: number): Movement => {
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  const turn = transpose(axes.with(first, first + 1).with(first + 1, first)) as (x: Tensor) => Tensor
  return { apply: turn, transpose: turn }
}

/** So many from a place on along an axis of a shape; where it is all, nothing is moved. */
const cut = (shape: Shape, axis: number, start: number, size: number): Movement => {
  const sizes = shape.with(axis, size)
  if (sameShape(sizes, shape)) return { apply: x => x, transpose: dy => dy }
  const before = shape.map((_, other) => (other === axis ? start : 0))
  const after = shape.map((n, other) => (other === axis ? n - start - size : 0))
  return {
    apply: slice(before, sizes) as (x: Tensor) => Tensor,
    transpose: pad(before, after),
  }
}

/** Zeros before and behind along an axis: the transpose of cutting that part out. */
const padded = (shape: Shape, axis: number, before: number, after: number): Movement => {
  const size = shape[axis] as number
  const inverse = cut(shape.with(axis, before + size + after), axis, before, size)
  return { apply: inverse.transpose, transpose: inverse.apply }
}

/** How a kernel slides along the depth of volumes, of so many groups of channels. */
export interface Depth {
  readonly size: number
  readonly stride: number
  readonly padding: number
  readonly dilation: number
  readonly windows: number
  readonly groups: number
}

/**
 * From [batch, channels, depth, height, width] to [batch · windows, size · channels, height, width]: in each group the channels of the
 * first plane of a window, then those of the second, and so on.
 */
export const framesOf = (
  { size, stride, padding, dilation, windows, groups }: Depth,
  volumes: Shape,
): Movement => {
  const [batch, channels, depth, height, width] = volumes as readonly [number, number, number, number, number]
  const inGroup = (channels / groups) * height * width
  const behind = Math.max(dilation * (size - 1) + windows * stride - depth - padding, 0)
  // Along the depth there are rows of everything that lies there, group by group.
  const rows = [batch, depth, groups, inGroup]
  const whole = [batch, padding + depth + behind, groups, inGroup]
  const plane = [batch, windows, groups, 1, inGroup]
  const toRows = through(
    exchanged(5, 1),
    reshaped([batch, depth, channels, height, width], rows),
    padded(rows, 1, padding, behind),
  )
  const taken = [batch, windows * stride, groups, inGroup]
  const steps = [batch, windows, stride, groups * inGroup]
  const taps = Array.from({ length: size }, (_, tap) =>
    through(
      cut(whole, 1, tap * dilation, windows * stride),
      reshaped(taken, steps),
      cut(steps, 2, 0, 1),
      reshaped([batch, windows, 1, groups * inGroup], plane),
    ),
  )
  const together = plane.with(3, size)
  const planes: Movement = {
    apply: x => {
      const all = taps.map(tap => tap.apply(x))
      return size === 1 ? (all[0] as Tensor) : (concat(3)(...all) as Tensor)
    },
    transpose: dy =>
      taps
        .map((tap, i) => tap.transpose(cut(together, 3, i, 1).apply(dy)))
        .reduce((sum, more) => add(sum, more)),
  }
  const frames = [batch * windows, size * channels, height, width]
  return through(toRows, planes, reshaped(together, frames))
}

/** A kernel [outputs, channels, depth, height, width] as one of images of such frames. */
export const kernelOfFrames = (shape: Shape): Movement => {
  const [outputs, channels, depth, ...plane] = shape as readonly [number, number, number, number, number]
  const places = sizeOf(plane)
  return through(
    reshaped(shape, [outputs, channels, depth, places]),
    exchanged(4, 1),
    reshaped([outputs, depth, channels, places], [outputs, depth * channels, ...plane]),
  )
}

/** Images of so many windows as volumes: [batch · windows, channels, …] to [batch, channels, windows, …]. */
export const volumesOf = (windows: number, images: Shape): Movement => {
  const [frames, ...rest] = images as readonly [number, ...number[]]
  return through(reshaped(images, [frames / windows, windows, ...rest]), exchanged(images.length + 1, 1))
}
