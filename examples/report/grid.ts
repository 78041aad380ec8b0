/**
 * Numbers on a square grid of the plane, to be drawn as areas.
 *
 * @module
 */

/** Rows from the lowest up, each from left to right. */
export interface Grid {
  readonly from: number
  readonly to: number
  readonly rows: readonly (readonly number[])[]
}

/**
 * The rectangles of a grid by the class of what is there. A row is a few runs of one class each: that takes a small part of the text
 * that squares would.
 */
export const runsOf = ({ from, to, rows }: Grid, classOf: (value: number) => number = value => value) => {
  const step = (to - from) / rows.length
  return rows.flatMap((row, j) => {
    const found = row.map(classOf)
    const starts = found.flatMap((label, i) => (i === 0 || found[i - 1] !== label ? [i] : []))
    return starts.map((start, k) => ({
      x: from + start * step,
      x2: from + (starts[k + 1] ?? row.length) * step,
      y: from + j * step,
      // Each row reaches under the next one, so that no light shines through between them.
      y2: from + (j + 2) * step,
      class: found[start],
    }))
  })
}

/** An axis that shows the grid and no more. */
export const gridAxis =
  ({ from, to }: Grid) =>
  (name: string) => ({
    field: name,
    type: 'quantitative' as const,
    title: name,
    scale: { domain: [from, to], nice: false, zero: false },
    axis: { tickCount: 5 },
  })
