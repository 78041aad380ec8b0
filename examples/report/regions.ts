/**
 * Points of some classes over the regions in which a classifier chooses each class.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { type Grid, gridAxis, runsOf } from './grid.ts'
import { palette } from './palette.ts'

/** A point of the plane and its class, from 0. */
export interface ClassPoint {
  readonly x: number
  readonly y: number
  readonly class: number
}

const strong = [palette.blue, palette.vermilion, palette.green]
const pale = ['#cfe3f1', '#f7dccd', '#cdebe2']
const shapes = ['circle', 'square', 'triangle-up']

/** A plot of the regions with the points on top; classes are distinguished by colour and by shape. */
export const regionsPlot = (
  title: string,
  names: readonly string[],
  regions: Grid,
  points: readonly ClassPoint[],
): TopLevelSpec => {
  const domain = names.map((_, i) => i)
  const legend = {
    title: null,
    orient: 'bottom',
    symbolSize: 60,
    labelExpr: `${JSON.stringify(names)}[datum.value]`,
  }
  const axis = gridAxis(regions)
  return {
    title,
    width: 300,
    height: 300,
    resolve: { scale: { color: 'independent', shape: 'independent' } },
    layer: [
      {
        data: { values: runsOf(regions) },
        mark: { type: 'rect', clip: true },
        encoding: {
          x: axis('x'),
          x2: { field: 'x2' },
          y: axis('y'),
          y2: { field: 'y2' },
          color: { field: 'class', type: 'nominal', scale: { domain, range: pale }, legend: null },
        },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, opacity: 0.9, size: 14, clip: true },
        encoding: {
          x: axis('x'),
          y: axis('y'),
          color: {
            field: 'class',
            type: 'nominal',
            scale: { domain, range: strong },
            legend,
          },
          shape: { field: 'class', type: 'nominal', scale: { domain, range: shapes }, legend },
        },
      },
    ],
  } as TopLevelSpec
}
