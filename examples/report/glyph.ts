/**
 * A small grey image beside the probabilities of its classes.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { palette } from './palette.ts'

/** An image, row by row, and what a classifier says of it. */
export interface Glyph {
  readonly pixels: readonly number[]
  readonly width: number
  /** The value of a pixel in full black; 0 is white. */
  readonly darkest: number
  readonly label: number
  readonly probabilities: readonly number[]
}

/** The image and a bar for each class; the bar of the true class has a colour of its own and an outline. */
export const glyphPlot = (title: string, glyph: Glyph): TopLevelSpec => {
  const { pixels, width, darkest, label, probabilities } = glyph
  // A whole number of points for each pixel: else seams are seen between them.
  const size = width * Math.max(1, Math.floor(96 / width))
  const isTrue = `datum.class === ${label}`
  return {
    title,
    spacing: 16,
    hconcat: [
      {
        width: size,
        height: size,
        data: {
          values: pixels.map((value, i) => ({ x: i % width, y: Math.floor(i / width), value })),
        },
        // A description of each pixel would be most of the file; the figure has one as a whole.
        mark: { type: 'rect', aria: false },
        view: { stroke: '#cccccc' },
        encoding: {
          x: { field: 'x', type: 'ordinal', axis: null },
          y: { field: 'y', type: 'ordinal', axis: null },
          color: {
            field: 'value',
            type: 'quantitative',
            scale: { domain: [0, darkest], range: ['#ffffff', '#000000'] },
            legend: null,
          },
        },
      },
      {
        width: 160,
        height: 96,
        data: { values: probabilities.map((probability, i) => ({ class: i, probability })) },
        mark: { type: 'bar' },
        encoding: {
          x: { field: 'class', type: 'ordinal', title: 'class', axis: { labelAngle: 0 } },
          y: {
            field: 'probability',
            type: 'quantitative',
            title: 'probability',
            scale: { domain: [0, 1] },
            axis: { tickCount: 3 },
          },
          color: { condition: { test: isTrue, value: palette.blue }, value: palette.orange },
        },
      },
    ],
  }
}
