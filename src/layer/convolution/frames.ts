/**
 * Volumes as images: for each place along the depth, the planes that a kernel sees there beside each other as channels.
 *
 * @module
 */
import { add } from '../../primitive/arithmetic.ts'
import { concat } from '../../primitive/concat.ts'
import { pad, slice } from '../../primitive/pad.ts'
import { reshape } from '../../primitive/reshape.ts'
import { transpose } from '../../primitive/transpose.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** How a kernel slides along the depth of volumes of so many groups of channels. */
export interface Depth {
  readonly size: number
  readonly stride: number
  readonly padding: number
  readonly dilation: number
  readonly windows: number
  readonly groups: number
}

/** A linear map, and its transpose. */
type Both = readonly [value: Tensor, pullback: (dy: Tensor) => Tensor]

const of = (before: number, rest: number, otherwise: number): readonly number[] => [
  otherwise,
  before,
  ...Array.from({ length: rest }, () => otherwise),
]

/**
 * From [batch, channels, depth, height, width] to [batch · windows, size · channels, height, width]: in each group the channels of the
 * first plane of a window, then those of the second, and so on.
 */
export const framesOf =
  ({ size, stride, padding, dilation, windows, groups }: Depth) =>
  (x: Tensor): Both => {
    const [batch, channels, depth, height, width] = x.shape as readonly [
      number,
      number,
      number,
      number,
      number,
    ]
    const inGroup = (channels / groups) * height * width
    const reach = dilation * (size - 1) + windows * stride
    const behind = Math.max(reach - depth - padding, 0)
    // A place along the depth is a row of everything that lies there, in groups.
    const rows = [batch, depth, groups, inGroup]
    const padded = [batch, padding + depth + behind, groups, inGroup]
    const taken = [batch, windows * stride, groups, inGroup]
    const steps = [batch, windows, stride, groups, inGroup]
    const firsts = [batch, windows, 1, groups, inGroup]
    const plane = [batch, windows, groups, 1, inGroup]
    const starts = Array.from({ length: size }, (_, tap) => tap * dilation)
    const whole = pad(
      of(padding, 2, 0),
      of(behind, 2, 0),
    )(reshape(rows)(transpose([0, 2, 1, 3, 4])(x) as Tensor))
    const none = steps.map(() => 0)
    const planes = starts.map(start => {
      const all = slice(of(start, 2, 0), taken)(whole) as Tensor
      return reshape(plane)(stride === 1 ? all : (slice(none, firsts)(reshape(steps)(all)) as Tensor))
    })
    const frames = concat(3)(...planes) as Tensor
    return [
      reshape([batch * windows, size * channels, height, width])(frames),
      dy => {
        const dframes = reshape(frames.shape)(dy)
        const dplanes = starts.map((start, tap) => {
          const own = slice([0, 0, 0, tap, 0], plane)(dframes) as Tensor
          const spread = stride === 1 ? own : pad(none, of(0, 3, 0).with(2, stride - 1))(reshape(firsts)(own))
          const after = (padded[1] as number) - start - windows * stride
          return pad(of(start, 2, 0), of(after, 2, 0))(reshape(taken)(spread))
        })
        const dwhole = dplanes.reduce((sum, more) => add(sum, more))
        const drows = slice(of(padding, 2, 0), rows)(dwhole) as Tensor
        return transpose([0, 2, 1, 3, 4])(reshape([batch, depth, channels, height, width])(drows)) as Tensor
      },
    ]
  }

/** A kernel [outputs, channels, depth, height, width] as one of images of such frames, and back. */
export const kernelOfFrames = (w: Tensor): Both => {
  const [outputs, channels, depth, ...plane] = w.shape as readonly [number, number, number, number, number]
  const apart = [outputs, channels, depth, sizeOf(plane)]
  const turned = [outputs, depth, channels, sizeOf(plane)]
  return [
    reshape([outputs, depth * channels, ...plane])(transpose([0, 2, 1, 3])(reshape(apart)(w)) as Tensor),
    dy => reshape(w.shape)(transpose([0, 2, 1, 3])(reshape(turned)(dy)) as Tensor),
  ]
}
