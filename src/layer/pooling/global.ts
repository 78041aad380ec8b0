/**
 * Pooling of whole channels, whatever number of axes they have.
 *
 * @module
 */

import { scale } from '../../primitive/elementwise/scale.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { ShapeError } from '../../tensor/error.ts'
import { showShape, sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import { type Rank, requirePlaces } from '../window/sizes.ts'
import type { Images, PerChannel } from '../window/windowed.ts'
import { maxima } from './maximum.ts'
import type { Both } from './overImages.ts'

/** Requires places in each channel, and gives their sizes. */
export const requireSomePlaces = (name: string, kind: string, rank: Rank, x: Tensor): readonly number[] => {
  requirePlaces(name, x, rank)
  const places = x.shape.slice(2)
  if (sizeOf(places) === 0)
    throw new ShapeError(`${name} needs ${kind} with elements, but was given ${showShape(x.shape)}.`, [
      x.shape,
    ])
  return places
}

/** What layers pool: sequences, images or volumes. */
export const kinds = ['', 'sequences', 'images', 'volumes'] as const

const ofChannels = <A>(layer: string, rank: Rank, pool: (x: Tensor) => Both): Layer<A, PerChannel, Empty> =>
  withoutParams(layer, (x: A) => {
    requireSomePlaces(layer, kinds[rank], rank, x as Tensor)
    return pool(x as Tensor)
  })

/** A layer that gives the mean of each channel. */
export const meanOfChannels = <A>(layer: string, rank: Rank): Layer<A, PerChannel, Empty> =>
  ofChannels(layer, rank, x => {
    const places = x.shape.slice(2)
    const mean = scale(1 / sizeOf(places))
    const axes = places.map((_, axis) => axis + 2)
    return [mean(sum(axes)(x) as Tensor), dy => broadcastAlong(x.shape, [0, 1])(mean(dy))]
  })

/** A layer that gives the largest element of each channel. */
export const largestOfChannels = <A>(layer: string, rank: Rank): Layer<A, PerChannel, Empty> =>
  ofChannels(layer, rank, x => {
    const [batch, channels, ...places] = x.shape as readonly [number, number, ...number[]]
    const size = [1, sizeOf(places)] as const
    const [largest, pullback] = maxima({ size, strides: [1, 1], padding: [0, 0], dilations: [1, 1] })(
      reshape([batch, channels, ...size])(x) as Images,
    )
    return [reshape([batch, channels])(largest), dy => reshape(x.shape)(pullback(reshape(largest.shape)(dy)))]
  })
