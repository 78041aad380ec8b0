/**
 * Curves over time: one line for each series, told apart by colour and dashes.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { palette } from './palette.ts'

/** A line: its name and its points. */
export interface Series {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** Titles, with units, and whether the vertical axis begins at 0; it does unless told, or unless it is logarithmic. */
export interface CurveTitles {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly zero?: boolean
  readonly logarithmic?: boolean
}

const colours = [palette.blue, palette.vermilion, palette.green, palette.purple]
const dashes = [
  [1, 0],
  [5, 3],
  [2, 2],
  [8, 3],
]

/** A line plot of some series. */
export const curves = (
  { title, x, y, zero = true, logarithmic = false }: CurveTitles,
  series: readonly Series[],
): TopLevelSpec => {
  const names = series.map(({ name }) => name)
  const scale = <T>(range: readonly T[]) => ({ domain: names, range: range.slice(0, names.length) })
  return {
    title,
    width: 270,
    height: 180,
    data: {
      values: series.flatMap(({ name, points }) => points.map(([px, py]) => ({ name, x: px, y: py }))),
    },
    mark: { type: 'line', clip: true },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: x, axis: { tickCount: 5 } },
      y: {
        field: 'y',
        type: 'quantitative',
        title: y,
        ...(logarithmic
          ? { scale: { type: 'log' }, axis: { tickCount: 6, format: '~e' } }
          : { scale: { zero } }),
      },
      color: {
        field: 'name',
        type: 'nominal',
        scale: scale(colours),
        legend: { title: null, orient: 'bottom', symbolStrokeWidth: 2, symbolSize: 300 },
      },
      strokeDash: { field: 'name', type: 'nominal', scale: scale(dashes) },
    },
  } as TopLevelSpec
}
