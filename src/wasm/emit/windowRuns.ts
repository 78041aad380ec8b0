/**
 * Windows over images with padding, in runs for which one code does: those inside of the image together, and each by itself that
 * reaches over an edge.
 *
 * @module
 */
import type { Pair } from '../../primitive/window/sliding.ts'

/** How windows lie over an image. */
export interface WindowGeometry {
  readonly image: Pair
  readonly size: Pair
  readonly windows: Pair
  readonly strides: Pair
  readonly padding: Pair
}

/** Windows beside each other along one axis that have as many taps in the image. */
export interface Run {
  readonly count: number
  /** Where the first tap of the first of them lies. */
  readonly start: number
  readonly taps: number
}

/** The windows along an axis, in order. */
export const runsAlong = (
  { image, size, windows, strides, padding }: WindowGeometry,
  axis: 0 | 1,
): readonly Run[] => {
  const each = Array.from({ length: windows[axis] }, (_, i): Run => {
    const first = i * strides[axis] - padding[axis]
    const start = Math.max(first, 0)
    return { count: 1, start, taps: Math.min(first + size[axis], image[axis]) - start }
  })
  const inside = each.filter(({ taps }) => taps === size[axis])
  const [first] = inside
  if (first === undefined) return each
  const before = each.indexOf(first)
  return [...each.slice(0, before), { ...first, count: inside.length }, ...each.slice(before + inside.length)]
}

// Longer code would not be faster than the kernel by what it takes to compile.
const longest = 512

/** Whether code that names each tap of each run of rows and columns is short enough. */
export const isShort = (geometry: WindowGeometry): boolean => {
  if (geometry.size[0] * geometry.size[1] > 64) return false
  const [rows, columns] = ([0, 1] as const).map(axis =>
    runsAlong(geometry, axis).reduce((taps, run) => taps + run.taps, 0),
  ) as [number, number]
  return rows * columns <= longest
}
