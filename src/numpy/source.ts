/**
 * Numbers one after the other from the generator, as NumPy's legacy streams make them. No caller sees what changes here:
 * each action works on a copy.
 *
 * @module
 */
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { logarithm } from './logarithm.ts'

/** A generator on its way through one action. */
export interface Source {
  readonly generator: RandomGenerator
  /** The second normal of the last pair, until it is asked for. */
  kept: number | null
}

/** A double from [0, 1) with 53 random bits, of two words: NumPy's `random_sample`. */
export const uniform01 = ({ generator }: Source): number => {
  const high = generator.next() >>> 5
  return (high * 67_108_864 + (generator.next() >>> 6)) / 9_007_199_254_740_992
}

/** A standard normal, by the polar method (Marsaglia and Bray 1964), which makes two at a time. */
export const gauss = (source: Source): number => {
  if (source.kept !== null) {
    const { kept } = source
    source.kept = null
    return kept
  }
  for (;;) {
    const u = 2 * uniform01(source) - 1
    const v = 2 * uniform01(source) - 1
    const r = u * u + v * v
    if (r >= 1 || r === 0) continue
    const f = Math.sqrt((-2 * logarithm(r)) / r)
    source.kept = f * u
    return f * v
  }
}

/** An integer from 0 to `most`, below 2³²: words are cut to its length in bits, and drawn again while they are above it. */
export const upTo = ({ generator }: Source, most: number): number => {
  if (most === 0) return 0
  const mask = 2 ** (32 - Math.clz32(most)) - 1
  for (;;) {
    const drawn = (generator.next() & mask) >>> 0
    if (drawn <= most) return drawn
  }
}
