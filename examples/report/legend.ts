/**
 * Legends: how plots tell series apart.
 *
 * @module
 */

/** The legend of so many series: below the plot, and in two columns if there are many. */
export const seriesLegend = (names: readonly string[]) => ({
  title: null,
  orient: 'bottom' as const,
  symbolStrokeWidth: 2,
  symbolSize: 300,
  ...(names.length > 3 ? { columns: 2, columnPadding: 4 } : {}),
})
