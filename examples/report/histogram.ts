/**
 * Histograms: how often values occur.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { palette } from './palette.ts'

/** An interval of values, and how often they are in it. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** Counts of values in so many intervals of equal width from the least to the most; the last one includes its end. */
export const binned = (
  values: readonly (readonly [value: number, count: number])[],
  bins: number,
): readonly Bin[] => {
  const [least, most] = [Math.min(...values.map(([x]) => x)), Math.max(...values.map(([x]) => x))]
  const width = (most - least) / bins
  const counts = new Array<number>(bins).fill(0)
  for (const [value, count] of values)
    counts[Math.min(bins - 1, Math.floor((value - least) / width))]! += count
  return counts.map((count, i) => ({ from: least + i * width, to: least + (i + 1) * width, count }))
}

/** Bars over intervals, on a square-root scale, on which rare values can be seen beside frequent ones. */
export const histogram = (
  { title, x, y }: { readonly title: string; readonly x: string; readonly y: string },
  bins: readonly Bin[],
): TopLevelSpec => ({
  title,
  width: 270,
  height: 180,
  data: { values: bins.map(bin => ({ ...bin })) },
  mark: { type: 'bar', color: palette.blue },
  encoding: {
    x: { field: 'from', type: 'quantitative', bin: { binned: true }, title: x, axis: { tickCount: 6 } },
    x2: { field: 'to' },
    y: {
      field: 'count',
      type: 'quantitative',
      title: y,
      scale: { type: 'sqrt' },
      axis: { tickCount: 5, format: '~s' },
    },
  },
})
