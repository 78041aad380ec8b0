/**
 * A function of the plane in bands of equal height, as on a map.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'
import { type Grid, gridAxis, runsOf } from './grid.ts'

/** How many bands there are: as many as one can tell apart. */
const bands = 10

/** The map of a field whose values lie from `low` to `high`; what is beyond belongs to the outer bands. */
export const levelsPlot = (
  title: string,
  field: Grid,
  { low, high, value }: { readonly low: number; readonly high: number; readonly value: string },
): TopLevelSpec => {
  const height = (high - low) / bands
  const bandOf = (z: number): number => Math.min(bands - 1, Math.max(0, Math.floor((z - low) / height)))
  const middles = Array.from({ length: bands }, (_, i) => i)
  const axis = gridAxis(field)
  return {
    title,
    width: 230,
    height: 230,
    data: { values: runsOf(field, bandOf) },
    mark: { type: 'rect', clip: true, aria: false },
    encoding: {
      x: axis('x'),
      x2: { field: 'x2' },
      y: axis('y'),
      y2: { field: 'y2' },
      color: {
        field: 'class',
        type: 'ordinal',
        scale: { domain: middles, scheme: 'viridis' },
        legend: {
          title: value,
          symbolSize: 90,
          values: middles.toReversed(),
          labelExpr: `format(${low} + datum.value * ${height}, '.1f') + ' to ' + format(${low} + (datum.value + 1) * ${height}, '.1f')`,
        },
      },
    },
  } as TopLevelSpec
}
