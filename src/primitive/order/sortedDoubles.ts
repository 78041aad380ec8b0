/**
 * Floats of f64 in ascending order, by the digits of their upper words: numbers that agree in these are near their places then, and
 * moved there by comparing.
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
const few = 1 << 14

/** Inserts each number among those before it; false if that takes more moves than it may, and some are still out of order. */
const inserted = (xs: Float64Array, most: number): boolean => {
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

const wordsOf = (xs: Float64Array): Int32Array => new Int32Array(xs.buffer, xs.byteOffset, 2 * xs.length)

const counted = (words: Int32Array, { bits, shifts }: Digits): Uint32Array => {
  const counts = countsFor({ bits, shifts })
  const mask = (1 << bits) - 1
  const [a, b, c = 0] = shifts as readonly [number, number, number?]
  const [one, two] = [1 << bits, shifts.length === 2 ? 0 : 2 << bits]
  for (let i = 1; i < words.length; i += 2) {
    const word = words[i]!
    const key = word ^ ((word >> 31) | sign)
    counts[(key >>> a) & mask]!++
    counts[one + ((key >>> b) & mask)]!++
    if (two !== 0) counts[two + ((key >>> c) & mask)]!++
  }
  return counts
}

/** Counts the digits of the lower words. */
const countedLower = (words: Int32Array): Uint32Array => {
  const counts = countsFor(wholeWord)
  const mask = (1 << wholeWord.bits) - 1
  for (let i = 0; i < words.length; i += 2)
    wholeWord.shifts.forEach((shift, j) => {
      counts[(j << wholeWord.bits) + (((words[i]! ^ (words[i + 1]! >> 31)) >>> shift) & mask)]!++
    })
  return counts
}

const move = (from: Float64Array, to: Float64Array, { shift, mask, starts }: Pass): void => {
  const words = wordsOf(from)
  for (let i = 0; i < from.length; i++) {
    const word = words[2 * i + 1]!
    to[starts[((word ^ ((word >> 31) | sign)) >>> shift) & mask]!++] = from[i]!
  }
}

const moveByLower = (from: Float64Array, to: Float64Array, { shift, mask, starts }: Pass): void => {
  const words = wordsOf(from)
  for (let i = 0; i < from.length; i++)
    to[starts[((words[2 * i]! ^ (words[2 * i + 1]! >> 31)) >>> shift) & mask]!++] = from[i]!
}

/** Moves by each digit, first by those of the lower words, from one array to another and back, so that the last move ends in `to`. */
const moveInTurn = (
  from: Float64Array,
  to: Float64Array,
  between: Float64Array,
  lower: readonly Pass[],
  upper: readonly Pass[],
): void => {
  const passes = [...lower, ...upper]
  if (passes.length === 0) to.set(from)
  let now = from
  passes.forEach((pass, i) => {
    const next = (passes.length - i) % 2 === 1 ? to : between
    if (i < lower.length) moveByLower(now, next, pass)
    else move(now, next, pass)
    now = next
  })
}

const sortNumbers = (xs: Float64Array, ys: Float64Array, digits: Digits, counts: Uint32Array): void => {
  const n = xs.length
  const between = new Float64Array(scratch(8 * n), 0, n)
  moveInTurn(xs, ys, between, [], passesOf(counts, digits, n))
  if (inserted(ys, patience * n)) return
  const [lower, upper] = [countedLower(wordsOf(ys)), counted(wordsOf(ys), wholeWord)]
  moveInTurn(ys.slice(), ys, between, passesOf(lower, wholeWord, n), passesOf(upper, wholeWord, n))
}

/** Writes the numbers of `xs` to `ys` in ascending order, with NaN at the end. */
export const sortDoubles = (xs: Float64Array, ys: Float64Array): void => {
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
