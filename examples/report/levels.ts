/**
 * A function of the plane in bands of equal height, as on a map.
 *
 * @module
 */
import type { TopLevelSpec } from 'vega-lite'

/** Values on a square grid: rows from the lowest up, each from left to right. */
export interface Field {
  readonly from: number
  readonly to: number
  readonly rows: readonly (readonly number[])[]
}

/** How many bands there are: as many as one can tell apart. */
const bands = 10

// A row is a few runs of one band each: that takes a tenth of the text that squares would.
const runsOf = ({ from, to, rows }: Field, bandOf: (value: number) => number) => {
  const step = (to - from) / rows.length
  return rows.flatMap((row, j) => {
    const found = row.map(bandOf)
    const starts = found.flatMap((band, i) => (i === 0 || found[i - 1] !== band ? [i] : []))
    return starts.map((start, k) => ({
      x: from + start * step,
      x2: from + (starts[k + 1] ?? row.length) * step,
      y: from + j * step,
      // Each row reaches under the next one, so that no light shines through between them.
      y2: from + (j + 2) * step,
      band: found[start],
    }))
  })
}

/** The map of a field whose values lie from `low` to `high`; what is beyond belongs to the outer bands. */
export const levelsPlot = (
  title: string,
  field: Field,
  { low, high, value }: { readonly low: number; readonly high: number; readonly value: string },
): TopLevelSpec => {
  const height = (high - low) / bands
  const bandOf = (z: number): number => Math.min(bands - 1, Math.max(0, Math.floor((z - low) / height)))
  const middles = Array.from({ length: bands }, (_, i) => i)
  const scale = { domain: [field.from, field.to], nice: false, zero: false }
  const axis = (name: string) => ({
    field: name,
    type: 'quantitative',
    title: name,
    scale,
    axis: { tickCount: 5 },
  })
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
        field: 'band',
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
