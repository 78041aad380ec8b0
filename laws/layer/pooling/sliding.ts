/**
 * Laws of pooling by windows that slide along sequences, over images and over volumes.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AvgPoolOptions,
  avgPool1d as avgPool1dLayer,
  avgPool3d as avgPool3dLayer,
  fromValues,
  type MaxPoolOptions,
  maxPool1d as maxPool1dLayer,
  maxPool2d as maxPool2dLayer,
  maxPool3d as maxPool3dLayer,
  type Shape,
  type Tensor,
  toValues,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { every, exact, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, runAlone as run, type TreeLayer } from '../same.ts'
import { countsIn, extents, placesIn, type Sizes, type Slides, slides, windowsIn } from './places.ts'

const [batch, channels] = [2, 2]

/** What becomes of one channel: its value, and what goes back. */
type Channel = (
  xs: Sizes,
  windows: readonly (readonly (number | null)[])[],
  dys: Sizes,
) => readonly [ys: Sizes, dxs: Sizes]

const inEachChannel = (x: Tensor, dy: Tensor, slide: Slides, channel: Channel): readonly [Tensor, Tensor] => {
  const extent = x.shape.slice(2)
  const windows = windowsIn(extent, slide)
  const places = placesIn(extent).length
  const [xs, dys] = [Array.from(toValues(x)), Array.from(toValues(dy))]
  const all = Array.from({ length: batch * channels }, (_, i) =>
    channel(
      xs.slice(i * places, (i + 1) * places),
      windows,
      dys.slice(i * windows.length, (i + 1) * windows.length),
    ),
  )
  const joined = (which: 0 | 1, shape: Shape): Tensor =>
    fromValues(
      shape,
      all.flatMap(each => [...each[which]]),
      'f64',
    )
  return [joined(0, dy.shape), joined(1, x.shape)]
}

const largest: Channel = (xs, windows, dys) => {
  const dxs = xs.map(() => 0)
  const ys = windows.map((window, i) => {
    const inside = window.filter(at => at !== null)
    const value = Math.max(...inside.map(at => xs[at]!))
    dxs[inside.find(at => xs[at] === value)!]! += dys[i]!
    return value
  })
  return [ys, dxs]
}

const mean =
  (countIncludePad: boolean): Channel =>
  (xs, windows, dys) => {
    const dxs = xs.map(() => 0)
    const ys = windows.map((window, i) => {
      const inside = window.filter(at => at !== null)
      const count = countIncludePad ? window.length : inside.length
      for (const at of inside) dxs[at]! += dys[i]! / count
      return inside.reduce((sum, at) => sum + xs[at]!, 0) / count
    })
    return [ys, dxs]
  }

/** Of few numbers, so that windows have several elements that are the largest. */
const few = fc.integer({ min: -2, max: 1 })

interface Sample {
  readonly slide: Slides
  readonly x: Tensor
  readonly dy: Tensor
}

const samples = (
  rank: number,
  dilations: Arbitrary<number>,
  entries?: Arbitrary<number>,
): Arbitrary<Sample> => {
  const extent = extents[rank]!
  return slides(extent, dilations).chain(slide => {
    const counts = countsIn(extent, slide)
    return fc.record({
      slide: fc.constant(slide),
      x: tensors([batch, channels, ...extent], entries === undefined ? {} : { entries }),
      dy: tensors([batch, channels, ...counts]),
    })
  })
}

/** Elements beside each other, or apart. */
const apart = fc.integer({ min: 1, max: 2 })
const together = fc.constant(1)

/** A pooling layer whose windows slide somehow. */
type Slid = (slides: Slides, countIncludePad: boolean) => TreeLayer

const maxPoolLaws = (name: string, rank: number, pool: Slid): LawSet =>
  lawSet(
    name,
    [
      law(
        'W22',
        'each window gives its largest element, and its cotangent to the first that is as large; padding is never chosen',
        [samples(rank, apart, few)],
        ({ slide, x, dy }) => {
          const [y, pullback] = run(pool(slide, true), x)
          const [wanted, dx] = inEachChannel(x, dy, slide, largest)
          return every(exact(y, wanted), exact(pullback(dy), dx))
        },
      ),
    ],
    [],
    25,
  )

const avgPoolLaws = (name: string, rank: number, pool: Slid): LawSet =>
  lawSet(
    name,
    [
      law(
        'W23',
        'each window gives the mean of its elements, and shares its cotangent among them; padding counts as it should',
        [samples(rank, together), fc.boolean()],
        ({ slide, x, dy }, countIncludePad) => {
          const [y, pullback] = run(pool(slide, countIncludePad), x)
          const [wanted, dx] = inEachChannel(x, dy, slide, mean(countIncludePad))
          const near = summed(64, undefined, norm([x, dy]))
          return every(near(y, wanted), near(pullback(dy), dx))
        },
      ),
    ],
    [],
    25,
  )

type Pair = readonly [number, number]
type Triple = readonly [number, number, number]
type Pool<S, Options> = (size: S, options: Options) => TreeLayer

const alone = ([n]: Sizes): number => n as number
const two = (sizes: Sizes): Pair => sizes as Pair
const three = (sizes: Sizes): Triple => sizes as Triple

/** Laws of `maxPool1d`. */
export const maxPool1dLaws = (
  pool: Pool<number, MaxPoolOptions<number>> = (size, options) => forget(maxPool1dLayer(size, options)),
): LawSet =>
  maxPoolLaws('maxPool1d', 1, ({ size, stride, padding, dilation }) =>
    pool(alone(size), { stride: alone(stride), padding: alone(padding), dilation: alone(dilation) }),
  )

/** Laws of the windows of `maxPool2d`. */
export const maxPool2dWindowLaws = (
  pool: Pool<Pair, MaxPoolOptions<Pair>> = (size, options) => forget(maxPool2dLayer(size, options)),
): LawSet =>
  maxPoolLaws('windows of maxPool2d', 2, ({ size, stride, padding, dilation }) =>
    pool(two(size), { stride: two(stride), padding: two(padding), dilation: two(dilation) }),
  )

/** Laws of `maxPool3d`. */
export const maxPool3dLaws = (
  pool: Pool<Triple, MaxPoolOptions<Triple>> = (size, options) => forget(maxPool3dLayer(size, options)),
): LawSet =>
  maxPoolLaws('maxPool3d', 3, ({ size, stride, padding, dilation }) =>
    pool(three(size), { stride: three(stride), padding: three(padding), dilation: three(dilation) }),
  )

/** Laws of `avgPool1d`. */
export const avgPool1dLaws = (
  pool: Pool<number, AvgPoolOptions<number>> = (size, options) => forget(avgPool1dLayer(size, options)),
): LawSet =>
  avgPoolLaws('avgPool1d', 1, ({ size, stride, padding }, countIncludePad) =>
    pool(alone(size), { stride: alone(stride), padding: alone(padding), countIncludePad }),
  )

/** Laws of `avgPool3d`. */
export const avgPool3dLaws = (
  pool: Pool<Triple, AvgPoolOptions<Triple>> = (size, options) => forget(avgPool3dLayer(size, options)),
): LawSet =>
  avgPoolLaws('avgPool3d', 3, ({ size, stride, padding }, countIncludePad) =>
    pool(three(size), { stride: three(stride), padding: three(padding), countIncludePad }),
  )
