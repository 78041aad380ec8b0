/**
 * Sorting of numbers by their bits, digit by digit: stable, in time that grows with the count alone.
 *
 * @see D. E. Knuth: "The Art of Computer Programming", volume 3, section 5.2.5
 * @module
 */
const digit = 11
const buckets = 1 << digit

/** Arrays that are moved together, the words of a key first, the lowest in front. */
type Columns = readonly Uint32Array[]

const copies = (columns: Columns): Columns => columns.map(column => new Uint32Array(column.length))

/** Moves the columns into the order of one digit of one word; false if all have the same digit, and nothing needs to move. */
const pass = (from: Columns, to: Columns, word: number, shift: number, counts: Uint32Array): boolean => {
  const keys = from[word] as Uint32Array
  const n = keys.length
  counts.fill(0)
  for (let i = 0; i < n; i++) counts[(keys[i]! >>> shift) & (buckets - 1)]!++
  if (counts[(keys[0]! >>> shift) & (buckets - 1)] === n) return false
  let start = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const count = counts[bucket]!
    counts[bucket] = start
    start += count
  }
  const [a, b, c] = from
  const [x, y, z] = to
  for (let i = 0; i < n; i++) {
    const place = counts[(keys[i]! >>> shift) & (buckets - 1)]!++
    x![place] = a![i]!
    if (y !== undefined) y[place] = b![i]!
    if (z !== undefined) z[place] = c![i]!
  }
  return true
}

/** Columns sorted by their first `words`, which are the words of a key, the lowest in front. What is given may be overwritten. */
export const radixSorted = (columns: Columns, words: number): Columns => {
  const counts = new Uint32Array(buckets)
  let [from, to] = [columns, copies(columns)]
  if (from[0]!.length > 0)
    for (let word = 0; word < words; word++)
      for (let shift = 0; shift < 32; shift += digit)
        if (pass(from, to, word, shift, counts)) [from, to] = [to, from]
  return from
}
