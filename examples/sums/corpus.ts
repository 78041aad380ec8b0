/**
 * The corpus: sums of two numbers of three digits as lines of characters, and some that are held out.
 *
 * @module
 */
import { type Batch, fromValues, type Integers, key, random, toValues } from 'pullback'

/** Two numbers to add. */
export type Pair = readonly [a: number, b: number]

/** Which digit of a sum is written first. */
export type Order = 'last' | 'first'

/** The digits of a number; a sum has one more. */
export const digits = 3
const [below, summed] = [10 ** digits, digits + 1]

/** All characters; a text is their places in it. */
export const characters = [...'0123456789+=']

/** How long a question with its sign of equality is, how long with its answer, and what a network sees of that. */
export const [asked, whole] = [2 * digits + 2, 2 * digits + 2 + summed] as const
export const seen = (whole - 1) as 11

/** A label that does not count. */
export const ignoreIndex = -1

const padded = (x: number, width: number): string => String(x).padStart(width, '0')

/** `027+586=`. */
export const question = ([a, b]: Pair): string => `${padded(a, digits)}+${padded(b, digits)}=`

/** `0613`, or `3160` from the last digit. */
export const answer = ([a, b]: Pair, order: Order): string => {
  const text = padded(a + b, summed)
  return order === 'first' ? text : [...text].reverse().join('')
}

/** A written answer as one reads it. */
export const readable = (text: string, order: Order): string =>
  order === 'first' ? text : [...text].reverse().join('')

/** How often a one is carried. */
export const carries = ([a, b]: Pair): number => {
  const places = Array.from({ length: digits }, (_, i) => 10 ** (i + 1))
  return places.filter(place => (a % place) + (b % place) >= place).length
}

/** Texts of one length as integers. */
export const encoded = (texts: readonly string[]): Integers<[number, number]> =>
  fromValues<number, [number, number], 'i32'>(
    [texts.length, texts[0]?.length ?? 0],
    texts.flatMap(text => [...text].map(character => characters.indexOf(character))),
    'i32',
  )

/** Integers as texts of a length. */
export const decoded = (texts: Integers<[number, number]>): readonly string[] => {
  const [count, length] = texts.shape
  const all = Array.from(toValues(texts), place => characters[place]).join('')
  return Array.from({ length: count }, (_, i) => all.slice(i * length, (i + 1) * length))
}

/** Pairs to learn from, and pairs of which neither order is among them. */
export interface Corpus {
  readonly seed: number
  readonly train: readonly Pair[]
  readonly heldOut: readonly Pair[]
}

const pairAt = (i: number): Pair => [Math.floor(i / below), i % below]

/** Draws so many different pairs for each part, among all million. */
export const corpus = (seed: number, train: number, heldOut: number): Corpus => {
  const order = Array.from(toValues(random.permutation(below * below)(key(seed))))
  const known = new Set(order.slice(0, train))
  const unknown = ([a, b]: Pair): boolean => !known.has(b * below + a)
  return {
    seed,
    train: order.slice(0, train).map(pairAt),
    heldOut: order
      .slice(train, train + 2 * heldOut)
      .map(pairAt)
      .filter(unknown)
      .slice(0, heldOut),
  }
}

/**
 * What to predict from what: after each character of the answer the next one. The digits of a question come from nowhere, so
 * they don't count.
 */
export const examples = (
  pairs: readonly Pair[],
  order: Order,
): Batch<Integers<[number, number]>, Integers<[number, number]>> => {
  const rows = pairs.map(pair => {
    const text = question(pair) + answer(pair, order)
    return [...text].map(character => characters.indexOf(character))
  })
  const integers = (values: readonly number[]): Integers<[number, number]> =>
    fromValues<number, [number, number], 'i32'>([rows.length, seen], values, 'i32')
  return {
    inputs: integers(rows.flatMap(row => row.slice(0, -1))),
    targets: integers(rows.flatMap(row => row.map((id, i) => (i < asked ? ignoreIndex : id)).slice(1))),
  }
}
