/**
 * The length of the rows of a loop, if parts of it ask for rows of different lengths.
 *
 * @module
 */

/** Rows shorter than this cost more for their beginnings and ends than sharing a loop saves. */
const leastShared = 32

/**
 * The columns of a loop of which parts ask for these, 0 if for no particular ones: the least, if all others are multiples of it,
 * so that what repeats or changes with longer rows does so between rows. `null` if they do not fit.
 */
export const commonColumns = (asked: readonly number[]): number | null => {
  const [first, ...others] = new Set(asked.filter(columns => columns !== 0))
  if (first === undefined) return 0
  const least = Math.min(first, ...others)
  const fit = [first, ...others].every(columns => columns % least === 0)
  return others.length === 0 || (fit && least >= leastShared) ? least : null
}
