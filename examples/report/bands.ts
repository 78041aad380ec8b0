/**
 * Curves of several runs: for each series the mean, in a band from the least to the largest value.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { type CurveTitles, decades } from './curves.ts'
import { seriesLegend } from './legend.ts'
import { palette } from './palette.ts'

/** What several runs have in common, and the values of each, at the same places. */
export interface Runs {
  readonly name: string
  readonly x: readonly number[]
  readonly runs: readonly (readonly number[])[]
}

const colours = [palette.blue, palette.vermilion, palette.green, palette.purple]
const dashes = [
  [1, 0],
  [5, 3],
  [2, 2],
  [8, 3],
]

/** A plot of up to four series of runs. */
export const bands = (
  { title, x, y, zero = true, log = false }: Omit<CurveTitles, 'logX'>,
  series: readonly Runs[],
): TopLevelSpec => {
  const names = series.map(({ name }) => name)
  const scale = <T>(range: readonly T[]) => ({ domain: names, range: range.slice(0, names.length) })
  const vertical = {
    title: y,
    ...(log ? { scale: { type: 'log' }, axis: { values: decades, format: '~g' } } : { scale: { zero } }),
  }
  return {
    title,
    width: 270,
    height: 180,
    data: {
      values: series.flatMap(({ name, x: places, runs }) =>
        places.map((place, i) => {
          const values = runs.map(run => run[i] as number)
          return {
            name,
            x: place,
            mean: values.reduce((sum, value) => sum + value, 0) / values.length,
            least: Math.min(...values),
            most: Math.max(...values),
          }
        }),
      ),
    },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: x, axis: { tickCount: 5 } },
      color: {
        field: 'name',
        type: 'nominal',
        scale: scale(colours),
        legend: { ...seriesLegend(names), symbolType: 'stroke', symbolOpacity: 1 },
      },
    },
    layer: [
      {
        mark: { type: 'area', opacity: 0.15 },
        encoding: { y: { field: 'least', type: 'quantitative', ...vertical }, y2: { field: 'most' } },
      },
      {
        mark: { type: 'line' },
        encoding: {
          y: { field: 'mean', type: 'quantitative', ...vertical },
          strokeDash: { field: 'name', type: 'nominal', scale: scale(dashes) },
        },
      },
    ],
  } as TopLevelSpec
}
