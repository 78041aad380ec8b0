/**
 * Windows that slide along any number of axes, once more, as lists of places.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'

export type Sizes = readonly number[]

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
export const slides = (extent: Sizes, dilations: Arbitrary<number>): Arbitrary<Slides> =>
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

export const extents: { readonly [rank: number]: Sizes } = { 1: [7], 2: [5, 4], 3: [3, 4, 3] }
