/**
 * The weights of a linear classifier as images.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { palette } from '../report/palette.ts'

const side = 28

/** The largest weight in magnitude: where the colours are full. */
export const largestOf = (columns: readonly (readonly number[])[]): number =>
  columns.flat().reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0)

/** An image for each class, on one scale of colours that is white at 0. */
export const templatesPlot = (columns: readonly (readonly number[])[]): TopLevelSpec => {
  const most = largestOf(columns)
  return {
    columns: 5,
    spacing: 12,
    concat: columns.map((weights, label) => ({
      title: `class ${label}`,
      width: 112,
      height: 112,
      data: {
        values: weights.map((weight, i) => ({ x: i % side, y: Math.floor(i / side), weight })),
      },
      // A description of each pixel would be most of the file; the figure has one as a whole.
      mark: { type: 'rect', aria: false },
      view: { stroke: '#cccccc' },
      encoding: {
        x: { field: 'x', type: 'ordinal', axis: null },
        y: { field: 'y', type: 'ordinal', axis: null },
        color: {
          field: 'weight',
          type: 'quantitative',
          scale: {
            domain: [-most, 0, most],
            range: [palette.vermilion, '#ffffff', palette.blue],
            interpolate: 'rgb',
          },
          legend: null,
        },
      },
    })),
  } as TopLevelSpec
}
