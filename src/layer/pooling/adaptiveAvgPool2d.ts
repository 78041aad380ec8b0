/**
 * Means over as many bins as asked for, whatever the size of the images.
 *
 * @module
 */
import { add } from '../../primitive/arithmetic.ts'
import { broadcastAlong, sum } from '../../primitive/broadcast.ts'
import { concat } from '../../primitive/concat.ts'
import { pad, slice } from '../../primitive/pad.ts'
import { reshape } from '../../primitive/reshape.ts'
import { scale } from '../../primitive/scale.ts'
import { extentOf } from '../../primitive/sliding.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import { withoutParams } from '../fromSmooth.ts'
import { pairOf, requireImagesOf, showPair } from '../window/sizePair.ts'
import type { Along, Images, Resized, Size } from '../window/windowed.ts'

/** A linear map, and its transpose on the way back. */
type Both = readonly [value: Tensor, pullback: (dy: Tensor) => Tensor]

/** Means of bins that share [a, n, b] out along its middle, all of one size. */
const meansOfEven = (x: Tensor, bins: number): Both => {
  const [a, n, b] = x.shape as readonly [number, number, number]
  const apart = [a, bins, n / bins, b]
  const share = scale(bins / n)
  return [
    share(sum([2])(reshape(apart)(x)) as Tensor),
    dy => reshape(x.shape)(broadcastAlong(apart, [0, 1, 3])(share(dy))),
  ]
}

/**
 * Those of bins of several sizes, of which bin `i` goes from ⌊i n / bins⌋ up to, not including, ⌈(i + 1) n / bins⌉. Each is added up by
 * itself: multiplied by a matrix of shares, a NaN or an infinity would spoil bins that it is not in, as 0 · ∞ is NaN.
 */
const meansOfUneven = (x: Tensor, bins: number): Both => {
  const [a, n, b] = x.shape as readonly [number, number, number]
  const ranges = Array.from({ length: bins }, (_, i) => {
    const start = Math.floor((i * n) / bins)
    return { start, size: Math.ceil(((i + 1) * n) / bins) - start }
  })
  const means = ranges.map(({ start, size }) => {
    const total = sum([1])(slice([0, start, 0], [a, size, b])(x)) as Tensor
    return reshape([a, 1, b])(scale(1 / size)(total))
  })
  return [
    concat(1)(...means) as Tensor,
    dy =>
      ranges
        .map(({ start, size }, i) => {
          const share = scale(1 / size)(reshape([a, b])(slice([0, i, 0], [a, 1, b])(dy)))
          return pad([0, start, 0], [0, n - start - size, 0])(broadcastAlong([a, size, b], [0, 2])(share))
        })
        .reduce((dx, more) => add(dx, more)),
  ]
}

const meansOf = (x: Tensor, bins: number): Both =>
  (x.shape[1] as number) % bins === 0 ? meansOfEven(x, bins) : meansOfUneven(x, bins)

/**
 * The mean of each of `size` bins that share the image out among them: bin `i` of `m` has the rows from `⌊i · height / m⌋` up
 * to, not including, `⌈(i + 1) · height / m⌉`, so that neighbours overlap where `m` does not divide the height.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels, size, size].
 *
 * @throws ShapeError unless images have four axes and are not empty.
 * @throws ArgumentError unless sizes are positive integers.
 *
 * @example
 * import { adaptiveAvgPool2d, compose, conv2d, dense, flatten, relu } from 'pullback'
 * const classifier = compose(conv2d(3, 8, 3), relu(), adaptiveAvgPool2d(4), flatten(), dense(8 * 4 * 4, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const adaptiveAvgPool2d = takes(
  'adaptiveAvgPool2d',
  { size: needs.sizes },
  () => adaptiveAvgPool2dUnchecked,
)

const adaptiveAvgPool2dUnchecked = <const K extends Size>(
  size: K,
): Layer<Images, Resized<Along<K, 0>, Along<K, 1>>, Empty> => {
  const bins = pairOf('adaptiveAvgPool2d', 'the size', size)
  const name = `adaptiveAvgPool2d(${showPair(bins)})`
  return withoutParams(name, (x: Images) => {
    requireImagesOf(name, x)
    const [height, width] = extentOf(x.shape)
    if (height * width === 0)
      throw new ShapeError(`${name} needs images with elements, but was given ${showShape(x.shape)}.`, [
        x.shape,
      ])
    const [planes, [down, across]] = [x.shape[0] * x.shape[1], bins]
    const [tall, pullRows] = meansOf(reshape([planes, height, width])(x as Tensor), down)
    const [means, pullColumns] = meansOf(reshape([planes * down, width, 1])(tall), across)
    return [
      reshape([x.shape[0], x.shape[1], down, across])(means),
      (dy: Tensor) => {
        const drows = pullColumns(reshape(means.shape)(dy))
        return reshape(x.shape)(pullRows(reshape(tall.shape)(drows)))
      },
    ]
  })
}
