/**
 * Means over as many bins as asked for along each axis, whatever its size.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { pad, slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import type { PerAxis } from '../../primitive/window/sliding.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import { type Rank, showSizes, sizesAlong } from '../window/sizes.ts'
import { kinds, requireSomePlaces } from './global.ts'
import type { Both } from './overImages.ts'

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

/** The means of bins along one axis of a tensor. */
const meansAlong = (x: Tensor, axis: number, bins: number): Both => {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)]
  const middle = [sizeOf(before), x.shape[axis] as number, sizeOf(after)]
  const [means, pullback] = meansOf(reshape(middle)(x), bins)
  return [
    reshape([...before, bins, ...after])(means),
    dy => reshape(x.shape)(pullback(reshape(means.shape)(dy))),
  ]
}

/** A layer that gives the means of as many bins as asked for along each axis, one axis after the other. */
export const meansOfBins = <A, B>(layer: string, rank: Rank, size: number | PerAxis): Layer<A, B, Empty> => {
  const bins = sizesAlong(layer, rank, 'the size', size)
  const name = `${layer}(${showSizes(bins)})`
  return withoutParams(name, (input: A) => {
    const x = input as Tensor
    requireSomePlaces(name, kinds[rank], rank, x)
    return bins.reduce<Both>(
      ([value, pullback], count, i) => {
        const [means, pull] = meansAlong(value, i + 2, count)
        return [means, dy => pullback(pull(dy))]
      },
      [x, dy => dy],
    )
  })
}
