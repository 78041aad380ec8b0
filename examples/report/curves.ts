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

/** Titles, with units, and whether the vertical axis begins at 0; it does unless told. */
export interface CurveTitles {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly zero?: boolean
  /** Which axes are logarithmic; none unless told. */
  readonly logarithmic?: 'y' | 'both'
}

const colours = [palette.blue, palette.vermilion, palette.green, palette.purple]
const dashes = [
  [1, 0],
  [5, 3],
  [2, 2],
  [8, 3],
]

/** A logarithmic axis with a line at each power of ten, or at fewer if there are many. */
const logarithmicAxis = (values: readonly number[]) => {
  const [low, high] = [Math.min(...values), Math.max(...values)].map(Math.log10) as [number, number]
  const stride = Math.ceil((high - low) / 6)
  const powers = Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i)
  return {
    scale: { type: 'log' },
    axis: {
      values: powers.filter(power => power % stride === 0).map(power => 10 ** power),
      format: high < 6 && low > -4 ? 'd' : '~e',
    },
  }
}

/** A line plot of some series. */
export const curves = (
  { title, x, y, zero = true, logarithmic }: CurveTitles,
  series: readonly Series[],
): TopLevelSpec => {
  const names = series.map(({ name }) => name)
  const points = series.flatMap(({ points }) => points)
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
      x: {
        field: 'x',
        type: 'quantitative',
        title: x,
        axis: { tickCount: 5 },
        ...(logarithmic === 'both' ? logarithmicAxis(points.map(([px]) => px)) : {}),
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: y,
        ...(logarithmic === undefined ? { scale: { zero } } : logarithmicAxis(points.map(([, py]) => py))),
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
