/**
 * Predicted against actual values, with the line on which both are the same.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { palette } from './palette.ts'

/** A point and the group that it belongs to. */
export interface GroupedPoint {
  readonly x: number
  readonly y: number
  readonly group: string
}

/** A plot of points in up to three groups, told apart by colour and shape. */
export const scatterPlot = (
  { title, x, y }: { readonly title: string; readonly x: string; readonly y: string },
  groups: readonly string[],
  points: readonly GroupedPoint[],
): TopLevelSpec => {
  const values = points.flatMap(point => [point.x, point.y])
  const ends = [Math.min(...values), Math.max(...values)]
  const colours = [palette.blue, palette.vermilion, palette.green].slice(0, groups.length)
  const shapes = ['circle', 'square', 'triangle-up'].slice(0, groups.length)
  const legend = { title: null, orient: 'bottom', symbolSize: 60 }
  const axis = (field: string, name: string) => ({
    field,
    type: 'quantitative',
    title: name,
    axis: { tickCount: 5 },
  })
  return {
    title,
    width: 240,
    height: 240,
    layer: [
      {
        data: { values: ends.map(end => ({ x: end, y: end })) },
        mark: { type: 'line', color: palette.grey, strokeDash: [4, 3] },
        encoding: { x: axis('x', x), y: axis('y', y) },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, opacity: 0.9, size: 36 },
        encoding: {
          x: axis('x', x),
          y: axis('y', y),
          color: { field: 'group', type: 'nominal', scale: { domain: groups, range: colours }, legend },
          shape: { field: 'group', type: 'nominal', scale: { domain: groups, range: shapes }, legend },
        },
      },
    ],
  } as TopLevelSpec
}
