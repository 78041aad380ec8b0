/**
 * Floats of f32 in ascending order, by the digits of their bits. As in `sortedDoubles.ts`, but for its own type: loops that see arrays
 * of both take twice as long.
 *
 * @module
 */
import {
  countsFor,
  type Digits,
  digitsFor,
  largest,
  type Pass,
  passesOf,
  patience,
  wholeWord,
} from './digits.ts'
import { scratch } from './scratch.ts'

const sign = 0x80000000 | 0

/** Below so many, inserting one after the other is faster than counting. */
const veryFew = 64

/** Up to so many the upper bits tell most of them apart. */
const few = 1 << 15

/** Inserts each number among those before it; false if that takes more moves than it may, and some are still out of order. */
const inserted = (xs: Float32Array, most: number): boolean => {
  let moves = 0
  let before = xs[0]!
  for (let i = 1; i < xs.length; i++) {
    const x = xs[i]!
    if (before <= x) {
      before = x
      continue
    }
    let at = i
    for (; at > 0 && xs[at - 1]! > x; at--) xs[at] = xs[at - 1]!
    xs[at] = x
    moves += i - at
    if (moves > most) return false
  }
  return true
}

const counted = (words: Int32Array, { bits, shifts }: Digits): Uint32Array => {
  const counts = countsFor({ bits, shifts })
  const mask = (1 << bits) - 1
  const [a, b, c = 0] = shifts as readonly [number, number, number?]
  const [one, two] = [1 << bits, shifts.length === 2 ? 0 : 2 << bits]
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const key = word ^ ((word >> 31) | sign)
    counts[(key >>> a) & mask]!++
    counts[one + ((key >>> b) & mask)]!++
    if (two !== 0) counts[two + ((key >>> c) & mask)]!++
  }
  return counts
}

const move = (from: Int32Array, to: Int32Array, { shift, mask, starts }: Pass): void => {
  for (let i = 0; i < from.length; i++) {
    const word = from[i]!
    to[starts[((word ^ ((word >> 31) | sign)) >>> shift) & mask]!++] = word
  }
}

const wordsOf = (xs: Float32Array): Int32Array => new Int32Array(xs.buffer, xs.byteOffset, xs.length)

/** Moves by each digit, from one array to another and back, so that the last move ends in `to`. */
const moveInTurn = (from: Int32Array, to: Int32Array, between: Int32Array, passes: readonly Pass[]): void => {
  if (passes.length === 0) to.set(from)
  let now = from
  passes.forEach((pass, i) => {
    const next = (passes.length - i) % 2 === 1 ? to : between
    move(now, next, pass)
    now = next
  })
}

const sortNumbers = (xs: Float32Array, ys: Float32Array, digits: Digits, counts: Uint32Array): void => {
  const n = xs.length
  const [to, between] = [wordsOf(ys), new Int32Array(scratch(4 * n), 0, n)]
  moveInTurn(wordsOf(xs), to, between, passesOf(counts, digits, n))
  if (digits === wholeWord || inserted(ys, patience * n)) return
  moveInTurn(to.slice(), to, between, passesOf(counted(to, wholeWord), wholeWord, n))
}

/** Writes the numbers of `xs` to `ys` in ascending order, with NaN at the end. */
export const sortSingles = (xs: Float32Array, ys: Float32Array): void => {
  const digits = digitsFor(xs.length, few)
  if (xs.length > veryFew) {
    const counts = counted(wordsOf(xs), digits)
    // NaN is among what has the largest exponent.
    if (largest(counts, digits) === 0) {
      sortNumbers(xs, ys, digits, counts)
      return
    }
  }
  const numbers = xs.filter(x => !Number.isNaN(x))
  const sorted = ys.subarray(0, numbers.length)
  if (numbers.length > veryFew) sortNumbers(numbers, sorted, wholeWord, counted(wordsOf(numbers), wholeWord))
  else {
    sorted.set(numbers)
    inserted(sorted, Number.POSITIVE_INFINITY)
  }
  ys.fill(Number.NaN, numbers.length)
}
