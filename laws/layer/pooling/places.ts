/**
 * Laws of what slides windows along sequences and over volumes: windows once more, as lists of places.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AvgPoolOptions,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool1d as avgPool1dLayer,
  avgPool3d as avgPool3dLayer,
  fromValues,
  globalAvgPool1d,
  globalAvgPool2d,
  globalAvgPool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  type MaxPoolOptions,
  maxPool1d as maxPool1dLayer,
  maxPool2d as maxPool2dLayer,
  maxPool3d as maxPool3dLayer,
  op,
  type Shape,
  type Tensor,
  toValues,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { every, exact, norm, summed } from '../../close.ts'
import { type Law, type LawSet, law, lawSet } from '../../law.ts'
import { forget, runAlone as run, type TreeLayer } from '../same.ts'

type Sizes = readonly number[]

/** How windows slide along each axis. */
export interface Slides {
  readonly size: Sizes
  readonly stride: Sizes
  readonly padding: Sizes
  readonly dilation: Sizes
}

/** Every list of as many numbers, each below its bound, the last one running fastest. */
export const placesIn = (extent: Sizes): readonly Sizes[] =>
  extent.reduce<readonly Sizes[]>(
    (all, n) => all.flatMap(place => Array.from({ length: n }, (_, i) => [...place, i])),
    [[]],
  )

/** The position of a place among all, or null outside. */
export const positionIn = (extent: Sizes, place: Sizes): number | null =>
  place.reduce<number | null>((at, i, axis) => {
    const n = extent[axis] as number
    return at === null || i < 0 || i >= n ? null : at * n + i
  }, 0)

/** How many windows there are along each axis. */
export const countsIn = (extent: Sizes, { size, stride, padding, dilation }: Slides): Sizes =>
  extent.map((n, a) => {
    const reach = dilation[a]! * (size[a]! - 1) + 1
    return Math.floor((n + 2 * padding[a]! - reach) / stride[a]!) + 1
  })

/** Where each element of each window lies: its position, or null in the padding. */
export const windowsIn = (extent: Sizes, slides: Slides): readonly (readonly (number | null)[])[] =>
  placesIn(countsIn(extent, slides)).map(window =>
    placesIn(slides.size).map(tap =>
      positionIn(
        extent,
        window.map((i, a) => i * slides.stride[a]! - slides.padding[a]! + tap[a]! * slides.dilation[a]!),
      ),
    ),
  )

const along = (rank: number, values: Arbitrary<number>): Arbitrary<Sizes> =>
  fc.array(values, { minLength: rank, maxLength: rank })

/** Small windows that slide somehow, with less padding than they are large, which fit into the extent and have something of it. */
const slides = (extent: Sizes, dilations: Arbitrary<number>): Arbitrary<Slides> =>
  fc
    .record({
      size: along(extent.length, fc.integer({ min: 1, max: 3 })),
      stride: along(extent.length, fc.integer({ min: 1, max: 2 })),
      padding: along(extent.length, fc.integer({ min: 0, max: 2 })),
      dilation: along(extent.length, dilations),
    })
    .map(slide => ({ ...slide, padding: slide.padding.map((n, a) => Math.min(n, slide.size[a]! - 1)) }))
    .filter(
      slide =>
        countsIn(extent, slide).every(n => n > 0) &&
        windowsIn(extent, slide).every(window => window.some(at => at !== null)),
    )

const extents: { readonly [rank: number]: Sizes } = { 1: [7], 2: [5, 4], 3: [3, 4, 3] }
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

/** That a layer does with sequences or volumes what another one does with them as images. */
const asImages = (
  [layer, extent]: readonly [TreeLayer, Sizes],
  [images, image]: readonly [TreeLayer, Sizes],
  counts: Sizes,
): Law =>
  law(
    'W24',
    'it is what is done with images that have the same numbers: with sequences in one row, with the planes of a volume below each other',
    [tensors([2, 2, ...extent]), tensors([2, 2, ...counts])],
    (x, dy) => {
      const [y, pullback] = run(layer, x)
      const [wanted, pullImages] = run(images, op.reshape([2, 2, ...image])(x))
      const dx = pullImages(op.reshape(wanted.shape)(dy))
      const near = summed(64, undefined, norm([x, dy]))
      return every(
        near(y, op.reshape([2, 2, ...counts])(wanted)),
        near(pullback(dy), op.reshape(x.shape)(dx)),
      )
    },
  )

const line: Sizes = [5]
const row: Sizes = [1, 5]
const volume: Sizes = [2, 3, 3]
const stacked: Sizes = [6, 3]

/** Laws of layers that pool whole channels, or into as many bins as asked for. */
export const channelPoolLaws = {
  globalAvgPool1d: (layer: TreeLayer = forget(globalAvgPool1d())): LawSet =>
    lawSet('globalAvgPool1d', [asImages([layer, line], [forget(globalAvgPool2d()), row], [])], [], 25),
  globalAvgPool3d: (layer: TreeLayer = forget(globalAvgPool3d())): LawSet =>
    lawSet('globalAvgPool3d', [asImages([layer, volume], [forget(globalAvgPool2d()), stacked], [])], [], 25),
  globalMaxPool1d: (layer: TreeLayer = forget(globalMaxPool1d())): LawSet =>
    lawSet('globalMaxPool1d', [asImages([layer, line], [forget(globalMaxPool2d()), row], [])], [], 25),
  globalMaxPool3d: (layer: TreeLayer = forget(globalMaxPool3d())): LawSet =>
    lawSet('globalMaxPool3d', [asImages([layer, volume], [forget(globalMaxPool2d()), stacked], [])], [], 25),
  adaptiveAvgPool1d: (layer: (size: number) => TreeLayer = size => forget(adaptiveAvgPool1d(size))): LawSet =>
    lawSet(
      'adaptiveAvgPool1d',
      [asImages([layer(3), line], [forget(adaptiveAvgPool2d([1, 3])), row], [3])],
      [],
      25,
    ),
  adaptiveAvgPool3d: (
    layer: (size: readonly [number, number, number]) => TreeLayer = size => forget(adaptiveAvgPool3d(size)),
  ): LawSet =>
    lawSet(
      'adaptiveAvgPool3d',
      [
        // Where each plane is a bin of its own, volumes are images below each other.
        asImages([layer([2, 3, 2]), volume], [forget(adaptiveAvgPool2d([6, 2])), stacked], [2, 3, 2]),
        law(
          'W25',
          'bins along the depth give what bins along the height give of the volume that is turned',
          [tensors([2, 2, 3, 4, 2])],
          x => {
            const turned = op.transpose([0, 1, 3, 2, 4])(x) as Tensor
            const [y] = run(layer([2, 3, 2]), x)
            const [other] = run(layer([3, 2, 2]), turned)
            return summed(64, undefined, norm(x))(y, op.transpose([0, 1, 3, 2, 4])(other) as Tensor)
          },
        ),
      ],
      [],
      25,
    ),
} as const
