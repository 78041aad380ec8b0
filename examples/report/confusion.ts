/**
 * A confusion matrix as a table of counts, shaded by them.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { palette } from './palette.ts'

/** Rows are the true classes, columns the predicted ones. */
export const confusionPlot = (title: string, counts: readonly (readonly number[])[]): TopLevelSpec => {
  const values = counts.flatMap((row, label) => row.map((count, predicted) => ({ label, predicted, count })))
  const most = Math.max(...values.map(({ count }) => count))
  const axis = { labelAngle: 0, ticks: false, domain: false }
  return {
    title,
    width: 270,
    height: 270,
    data: { values },
    encoding: {
      x: { field: 'predicted', type: 'ordinal', title: 'predicted class', axis },
      y: { field: 'label', type: 'ordinal', title: 'true class', axis },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: '#e5e5e5' },
        encoding: {
          color: {
            field: 'count',
            type: 'quantitative',
            // Errors are few: on a square-root scale they can be seen beside the diagonal.
            scale: { type: 'sqrt', domain: [0, most], range: ['#ffffff', palette.blue], interpolate: 'rgb' },
            legend: null,
          },
        },
      },
      {
        transform: [{ filter: 'datum.count > 0' }],
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          text: { field: 'count' },
          color: { condition: { test: `datum.count > ${most / 3}`, value: '#ffffff' }, value: '#000000' },
        },
      },
    ],
  }
}
