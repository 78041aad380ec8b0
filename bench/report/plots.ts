/**
 * Plots of results.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { palette } from '../../examples/report/palette.ts'
import { nameOf, type Result } from '../contest/contest.ts'
import { shortName, three } from './table.ts'

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
]

/** The contestants of a job on a logarithmic line of time, pullback in a colour of its own. */
export const jobPlot = (job: readonly Result[]): TopLevelSpec => {
  const values = job.map(result => ({
    name: shortName(nameOf(result)),
    own: result.peer === 'pullback',
    us: result.us_per_step,
    fastest: result.us_fastest,
    slowest: result.us_slowest,
    text: three(result.us_per_step),
  }))
  const y = {
    field: 'name',
    type: 'nominal',
    title: null,
    sort: { field: 'us' },
    scale: { paddingOuter: 0.6 },
  }
  const scale = { type: 'log', nice: true }
  const title = 'µs a step (logarithmic)'
  return {
    title: `${job[0]!.case} ${job[0]!.dtype}`,
    width: 180,
    height: { step: 18 },
    data: { values },
    layer: [
      {
        mark: { type: 'rule', color: palette.grey },
        encoding: {
          y,
          x: { field: 'fastest', type: 'quantitative', scale, title, axis: { tickCount: 3 } },
          x2: { field: 'slowest' },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: {
          y,
          x: { field: 'us', type: 'quantitative', scale, title },
          color: {
            condition: { test: 'datum.own', value: palette.blue },
            value: palette.vermilion,
          },
        },
      },
      {
        mark: { type: 'text', dy: -8, fontSize: 9 },
        encoding: { y, x: { field: 'us', type: 'quantitative', scale, title }, text: { field: 'text' } },
      },
    ],
  } as TopLevelSpec
}

/** A line for each series, both axes logarithmic. */
export const growthPlot = (
  title: string,
  x: string,
  y: string,
  points: readonly { readonly name: string; readonly x: number; readonly y: number }[],
): TopLevelSpec => {
  const names = [...new Set(points.map(({ name }) => name))]
  const scaled = <T>(range: readonly T[], every: number) => ({
    domain: names,
    range: names.map((_, i) => range[Math.floor(i / every) % range.length]),
  })
  return {
    title,
    width: 270,
    height: 200,
    data: { values: points },
    mark: { type: 'line', point: true },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: x,
        scale: { type: 'log', nice: false },
        axis: { tickCount: 5 },
      },
      y: { field: 'y', type: 'quantitative', title: y, scale: { type: 'log' }, axis: { tickCount: 5 } },
      color: {
        field: 'name',
        type: 'nominal',
        scale: scaled(colours, 1),
        legend: {
          title: null,
          orient: 'bottom',
          columns: 2,
          symbolStrokeWidth: 2,
          symbolSize: 200,
          labelLimit: 200,
        },
      },
      strokeDash: { field: 'name', type: 'nominal', scale: scaled(dashes, colours.length) },
    },
  } as TopLevelSpec
}
