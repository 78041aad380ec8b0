/**
 * Tables of weights by which axes are resized.
 *
 * @module
 */
import { range } from '../node/arrays.ts'
/** How one axis is resized. */
export interface Axis {
  readonly size: number
  readonly length: number
  readonly scale: number
  readonly roi: readonly [number, number]
}

export const transformations = [
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
  'tf_half_pixel_for_nn',
  'tf_crop_and_resize',
] as const

/** Where an element of the result lies among those of the input. */
const placeOf = (
  way: (typeof transformations)[number],
  x: number,
  { size, length, scale, roi }: Axis,
): number => {
  const wanted = scale * size
  const half = (x + 0.5) / scale - 0.5
  switch (way) {
    case 'align_corners':
      return wanted === 1 ? 0 : (x * (size - 1)) / (wanted - 1)
    case 'asymmetric':
      return x / scale
    case 'tf_half_pixel_for_nn':
      return (x + 0.5) / scale
    case 'tf_crop_and_resize': {
      const inside =
        wanted === 1
          ? ((roi[1] - roi[0]) * (size - 1)) / 2
          : (x * (roi[1] - roi[0]) * (size - 1)) / (wanted - 1)
      return inside + roi[0] * (size - 1)
    }
    case 'pytorch_half_pixel':
      return wanted === 1 ? -0.5 : half
    case 'half_pixel_symmetric':
      return (size / 2) * (1 - length / wanted) + half
    default:
      return half
  }
}

/** Weights of neighbours at distances from a place, the nearest two or four, or more where what is made smaller is smoothed. */
export type Weigh = (place: number, scale: number) => ReadonlyMap<number, number>

export const cubic = (a: number, x: number): number => {
  const d = Math.abs(x)
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1
  return d < 2 ? a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a : 0
}

/** The weights of a kernel that reaches over so many elements to each side; made wider by 1 / scale to smooth. */
export const byKernel =
  (kernel: (x: number) => number, reach: number, smooth: boolean): Weigh =>
  (place, scale) => {
    const shrink = smooth ? Math.min(scale, 1) : 1
    const base = Math.ceil(place) - 1
    const first = Math.floor(-reach / shrink) + 1
    const ratio = place - base
    const weights = range(2 - 2 * first, first).map(i => [base + i, kernel((i - ratio) * shrink)] as const)
    const total = smooth ? weights.reduce((sum, [, weight]) => sum + weight, 0) : 1
    return new Map(weights.map(([at, weight]) => [at, weight / total]))
  }

export const roundings: Readonly<Record<string, (place: number) => number>> = {
  round_prefer_floor: place => Math.ceil(place - 0.5),
  round_prefer_ceil: place => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
}

/** The weight of each input element in each of the result, and which of the result lie outside. */
export const weightsOf = (
  way: (typeof transformations)[number],
  axis: Axis,
  weigh: Weigh,
  excludes: boolean,
): { readonly table: readonly (readonly number[])[]; readonly inside: readonly number[] } => {
  const places = range(axis.length).map(x => placeOf(way, x, axis))
  const table = places.map(place => {
    const row = Array.from({ length: axis.size }, () => 0)
    const weights = [...weigh(place, axis.scale)].filter(([at]) => !excludes || (at >= 0 && at < axis.size))
    const total = excludes ? weights.reduce((sum, [, weight]) => sum + weight, 0) : 1
    for (const [at, weight] of weights) row[Math.min(Math.max(at, 0), axis.size - 1)]! += weight / total
    return row
  })
  const inside = places.map(place =>
    way !== 'tf_crop_and_resize' || (place >= 0 && place <= axis.size - 1) ? 1 : 0,
  )
  return { table, inside }
}
