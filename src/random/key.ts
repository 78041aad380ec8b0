/**
 * Keys: where all randomness comes from. A key is a value: two draws from it are the same, and who
 * needs independent draws splits it.
 *
 * @module
 */

import { slice } from '../primitive/movement/pad.ts'
import { reshape } from '../primitive/movement/reshape.ts'
import { bits } from '../primitive/random/bits.ts'
import { needs, showValue, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { fromValues } from '../tensor/function/constructors.ts'
import type { Integers } from '../tensor/tensor.ts'

/**
 * A source of randomness: 64 bits that no draw changes. It is a tree, so it can be an input of a program.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export interface Key {
  readonly bits: Integers<[2]>
}

/** Streams of a key that never share a bit: what is drawn, what splits, what folds in. */
export const domains = { draw: 0, split: 1, fold: 2 } as const

const isSeed = (seed: number): boolean => Number.isSafeInteger(seed) && seed >= 0

/**
 * The key of a seed, a non-negative integer up to 2⁵³ - 1.
 *
 * @throws ArgumentError for anything else: no seed is silently rounded.
 *
 * @example
 * import { key, random } from 'pullback'
 * const [a, b] = random.split(2)(key(42))
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const key = (seed: number): Key => {
  if (!isSeed(seed))
    throw new ArgumentError(`A seed is an integer from 0 to 2^53 - 1, but was ${showValue(seed)}.`)
  return { bits: fromValues([2], [seed | 0, Math.floor(seed / 2 ** 32) | 0], 'i32') }
}

/** A tuple of so many keys, as far as one writes them down: beyond 16 the compiler knows that they are keys, and no more. */
type Keys<N extends number, T extends readonly Key[] = readonly []> = number extends N
  ? readonly Key[]
  : T['length'] extends N
    ? T
    : T['length'] extends 16
      ? readonly Key[] & { readonly length: N }
      : Keys<N, readonly [...T, Key]>

/** As many as a tree has branches: who needs more folds in. */
const mostKeys = 2 ** 18

/**
 * So many keys that are independent of each other and of what is drawn from the one they come from.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const split = takes(
  'split',
  [{ count: needs.integerBetween(0, mostKeys) }, { key: needs.key }],
  () => splitUnchecked,
)

const splitUnchecked =
  <N extends number>(count: N) =>
  (parent: Key): Keys<N> => {
    const words = bits([count, 2], domains.split)(parent.bits)
    return Array.from({ length: count }, (_, i) => ({
      bits: reshape([2])(slice([i, 0], [1, 2])(words)),
    })) as readonly Key[] as Keys<N>
  }

/**
 * The key for the `index`-th of something, such as an epoch or a layer, without making those before it.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const foldIn = takes('foldIn', [{ index: needs.number }, { key: needs.key }], () => foldInUnchecked)

const foldInUnchecked =
  (index: number) =>
  (parent: Key): Key => {
    if (!isSeed(index) || index >= 2 ** 32)
      throw new ArgumentError(`foldIn needs an integer from 0 to 2^32 - 1, but was given ${index}.`)
    return { bits: bits([2], domains.fold, index)(parent.bits) }
  }
