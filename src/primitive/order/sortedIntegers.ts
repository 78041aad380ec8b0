/**
 * Integers in ascending order: bytes by counting them, others by their digits.
 *
 * @module
 */
import { countsFor, type Pass, passesOf, wholeWord } from './digits.ts'
import { scratch } from './scratch.ts'

type Integers = Int32Array | Uint8Array

const sign = 0x80000000

/** Below so many, inserting one after the other is faster than counting. */
const veryFew = 64

const insert = (xs: Integers): void => {
  for (let i = 1; i < xs.length; i++) {
    const x = xs[i]!
    let at = i
    for (; at > 0 && xs[at - 1]! > x; at--) xs[at] = xs[at - 1]!
    xs[at] = x
  }
}

const sortBytes = (xs: Uint8Array, ys: Uint8Array): void => {
  const counts = new Uint32Array(256)
  for (const x of xs) counts[x]!++
  let at = 0
  counts.forEach((count, value) => {
    ys.fill(value, at, at + count)
    at += count
  })
}

const move = (from: Int32Array, to: Int32Array, { shift, mask, starts }: Pass): void => {
  for (let i = 0; i < from.length; i++) {
    const x = from[i]!
    to[starts[((x ^ sign) >>> shift) & mask]!++] = x
  }
}

const sortWords = (xs: Int32Array, ys: Int32Array): void => {
  const { bits, shifts } = wholeWord
  const counts = countsFor(wholeWord)
  for (let i = 0; i < xs.length; i++)
    for (let digit = 0; digit < shifts.length; digit++)
      counts[(digit << bits) + (((xs[i]! ^ sign) >>> shifts[digit]!) & ((1 << bits) - 1))]!++
  const passes = passesOf(counts, wholeWord, xs.length)
  const between = new Int32Array(scratch(xs.byteLength), 0, xs.length)
  if (passes.length === 0) ys.set(xs)
  let now = xs
  passes.forEach((pass, i) => {
    const next = (passes.length - i) % 2 === 1 ? ys : between
    move(now, next, pass)
    now = next
  })
}

/** Writes the numbers of `xs` to `ys` in ascending order. */
export const sortIntegers = <A extends Integers>(xs: A, ys: A): void => {
  if (xs.length <= veryFew) {
    ys.set(xs)
    insert(ys)
  } else if (xs instanceof Uint8Array) sortBytes(xs, ys as Uint8Array)
  else sortWords(xs, ys as Int32Array)
}
