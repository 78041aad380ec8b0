/**
 * Curves over time: one line for each series, told apart by colour and dashes.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { seriesLegend } from './legend.ts'
import { palette } from './palette.ts'

/** A line: its name and its points. */
export interface Series {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** Titles, with units, and the vertical axis. */
export interface CurveTitles {
  readonly title: string
  readonly x: string
  readonly y: string
  /** Whether the axis begins at 0. Defaults to true. */
  readonly zero?: boolean
  /** Whether equal steps are equal ratios. Defaults to false. Points at 0 and below are left out then. */
  readonly log?: boolean
  /** The same for the horizontal axis. */
  readonly logX?: boolean
}

const colours = [
  palette.blue,
  palette.vermilion,
  palette.green,
  palette.purple,
  palette.orange,
  palette.sky,
  palette.grey,
]
const dashes = [
  [1, 0],
  [5, 3],
  [2, 2],
  [8, 3],
  [8, 3, 2, 3],
  [1, 0],
  [5, 3],
]

/** The powers of 10 from 1e-20 to 1e12: the lines of a grid of ratios. */
export const decades = Array.from({ length: 33 }, (_, i) => Number(`1e${i - 20}`))

/** A line plot of some series. */
export const curves = (
  { title, x, y, zero = true, log = false, logX = false }: CurveTitles,
  series: readonly Series[],
): TopLevelSpec => {
  const names = series.map(({ name }) => name)
  const scale = <T>(range: readonly T[]) => ({ domain: names, range: range.slice(0, names.length) })
  return {
    title,
    width: 270,
    height: 180,
    data: {
      values: series.flatMap(({ name, points }) =>
        points
          .filter(([px, py]) => (!log || py > 0) && (!logX || px > 0))
          .map(([px, py]) => ({ name, x: px, y: py })),
      ),
    },
    mark: { type: 'line', clip: true },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: x,
        ...(logX
          ? { scale: { type: 'log' }, axis: { values: decades, format: '~g' } }
          : { axis: { tickCount: 5 } }),
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: y,
        scale: log ? { type: 'log' } : { zero },
        ...(log ? { axis: { values: decades, format: '~g' } } : {}),
      },
      color: {
        field: 'name',
        type: 'nominal',
        scale: scale(colours),
        legend: seriesLegend(names),
      },
      strokeDash: { field: 'name', type: 'nominal', scale: scale(dashes) },
    },
  } as TopLevelSpec
}
