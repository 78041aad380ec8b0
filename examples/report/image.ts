/**
 * A small grey image by itself.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'

/** An image, row by row; 0 is white, `darkest` black. */
export interface GreyImage {
  readonly pixels: readonly number[]
  readonly width: number
  readonly darkest: number
}

/** The image, with its rows and columns counted along its sides. */
export const imagePlot = (title: string, { pixels, width, darkest }: GreyImage): TopLevelSpec => ({
  title,
  width: 224,
  height: 224,
  data: {
    // White is left out: it is what is there without it.
    values: pixels.flatMap((value, i) =>
      value === 0 ? [] : [{ x: i % width, y: Math.floor(i / width), value }],
    ),
  },
  // A description of each pixel would be most of the file; the figure has one as a whole.
  mark: { type: 'rect', aria: false },
  view: { stroke: '#cccccc' },
  encoding: {
    x: {
      field: 'x',
      type: 'ordinal',
      title: 'column (pixels)',
      scale: { domain: Array.from({ length: width }, (_, i) => i) },
      axis: { labelAngle: 0, values: [0, 5, 10, 15, 20, 25] },
    },
    y: {
      field: 'y',
      type: 'ordinal',
      title: 'row (pixels)',
      scale: { domain: Array.from({ length: pixels.length / width }, (_, i) => i) },
      axis: { values: [0, 5, 10, 15, 20, 25] },
    },
    color: {
      field: 'value',
      type: 'quantitative',
      scale: { domain: [0, darkest], range: ['#ffffff', '#000000'] },
      legend: null,
    },
  },
})
