/**
 * The places of a line's numbers in order: stable, by the digits of their keys, and where the keys agree by comparing.
 *
 * @module
 */
import type { DType, Elements } from '../../tensor/dtype.ts'
import { countsFor, type Digits, digitsFor, type Pass, passesOf, wholeWord } from './digits.ts'
import { radixSorted } from './radix.ts'
import { highKeysOf, keysOf, type Line } from './sortKeys.ts'

/** Below so many, inserting one after the other is faster than counting. */
const veryFew = 48

/** Up to so many numbers the upper bits of the keys tell most of them apart. */
const few = 1 << 14

/** How many places numbers may be moved on average before sorting by all digits is faster. */
const patience = 8

/** Keys and places that are moved together. */
interface Pairs {
  readonly keys: Uint32Array
  readonly places: Int32Array
}

const pairs = (n: number): Pairs => ({ keys: new Uint32Array(n), places: new Int32Array(n) })

const move = (from: Pairs, to: Pairs, { shift, mask, starts }: Pass): void => {
  const { keys, places } = from
  const { keys: newKeys, places: newPlaces } = to
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    const at = starts[(key >>> shift) & mask]!++
    newKeys[at] = key
    newPlaces[at] = places[i]!
  }
}

const byDigits = (keys: Uint32Array, digits: Digits): Pairs => {
  const n = keys.length
  const counts = countsFor(digits)
  const mask = (1 << digits.bits) - 1
  const [one, two] = [1 << digits.bits, 2 << digits.bits]
  const [a, b, c = -1] = digits.shifts as readonly [number, number, number?]
  let [from, to]: [Pairs, Pairs] = [{ keys, places: new Int32Array(n) }, pairs(n)]
  for (let i = 0; i < n; i++) {
    const key = keys[i]!
    from.places[i] = i
    counts[(key >>> a) & mask]!++
    counts[one + ((key >>> b) & mask)]!++
    if (c >= 0) counts[two + ((key >>> c) & mask)]!++
  }
  for (const pass of passesOf(counts, digits, n)) {
    move(from, to, pass)
    ;[from, to] = [to, from]
  }
  return from
}

/**
 * Where keys agree in all bits but the lowest, puts each place behind those whose numbers come before its own, or equal it; false if
 * that takes more moves than it may.
 */
const inserted = (
  { keys, places }: Pairs,
  lowest: number,
  xs: Elements,
  { from, stride, length }: Line,
  descending: boolean,
): boolean => {
  let [moves, start] = [0, 0]
  for (let i = 1; i < length; i++) {
    if ((keys[i]! ^ keys[i - 1]!) >>> lowest !== 0) {
      start = i
      continue
    }
    const place = places[i]!
    const x = xs[from + place * stride]!
    let at = i
    while (at > start) {
      const other = xs[from + places[at - 1]! * stride]!
      // Whether it comes strictly in front: NaN counts as the largest.
      const isFirst = descending
        ? x > other || (Number.isNaN(x) && !Number.isNaN(other))
        : x < other || (Number.isNaN(other) && !Number.isNaN(x))
      if (!isFirst) break
      places[at] = places[at - 1]!
      at--
    }
    places[at] = place
    moves += i - at
    if (moves > patience * length && length > veryFew) return false
  }
  return true
}

/** The places of the numbers of a line in ascending or descending order; equal ones stay as they are. */
export const placesInOrder = (
  xs: Elements,
  dtype: DType,
  line: Line,
  descending: boolean,
): ArrayLike<number> => {
  const { length } = line
  if (length <= veryFew) {
    const few = pairs(length)
    for (let i = 0; i < length; i++) few.places[i] = i
    inserted(few, 0, xs, line, descending)
    return few.places
  }
  const digits = digitsFor(length, few)
  const sorted = byDigits(highKeysOf(xs, dtype, line, descending), digits)
  if (dtype !== 'f64' && digits === wholeWord) return sorted.places
  if (inserted(sorted, digits.shifts[0]!, xs, line, descending)) return sorted.places
  const keys = keysOf(xs, dtype, line, descending)
  const all = new Uint32Array(length)
  for (let i = 0; i < length; i++) all[i] = i
  return radixSorted([...keys, all], keys.length).at(-1) as Uint32Array
}
