/**
 * Samples one after the other, for hosts without vectors and where there are few.
 *
 * @module
 */
import { fillWords } from '../../primitive/random/fillWords.ts'
import { domains, type Key } from '../key.ts'
import { type Chunks, type Range, wordsOf } from './chunk.ts'
import { cosOfAngle } from './cosine.ts'
import { minusLogOfRest } from './logarithm.ts'

// What follows are functions for each element type: loops over what is given are faster than over what is closed over.

const unit32 = (to: Float32Array, words: Int32Array): void => {
  for (let i = 0; i < to.length; i++) to[i] = (words[2 * i]! >>> 8) * 2 ** -24
}

const unit64 = (to: Float64Array, words: Int32Array): void => {
  for (let i = 0; i < to.length; i++)
    to[i] = ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) * 2 ** -53
}

const ones = (to: Uint8Array, units: Float64Array, probability: number): void => {
  // From above 0 to 1 where the probability is larger, else above -1: a branch here would be guessed wrong as often as not.
  for (let i = 0; i < to.length; i++) to[i] = Math.ceil(probability - units[i]!)
}

/** A turn in radians. */
const turn = 2 * Math.PI

/** The method of Box and Muller in f32, each operation rounded, of samples for the radius and for the angle. */
export const normal32 = (
  to: Float32Array,
  r: Float32Array,
  a: Float32Array,
  mean: number,
  deviation: number,
): void => {
  for (let i = 0; i < to.length; i++) {
    const radius = Math.fround(Math.sqrt(2 * Math.fround(minusLogOfRest(r[i]!))))
    const cosine = Math.fround(cosOfAngle(Math.fround(a[i]! * turn)))
    to[i] = Math.fround(Math.fround(radius * cosine) * deviation) + mean
  }
}

/** The same in f64. */
export const normal64 = (
  to: Float64Array,
  r: Float64Array,
  a: Float64Array,
  mean: number,
  deviation: number,
): void => {
  for (let i = 0; i < to.length; i++) {
    const radius = Math.sqrt(2 * minusLogOfRest(r[i]!))
    to[i] = radius * cosOfAngle(a[i]! * turn) * deviation + mean
  }
}

/** Up to so many samples at a time. */
export const plainChunks = (most: number): Chunks => {
  const words = new Int32Array(2 * most)
  const [radii32, angles32, radii64, angles64] = [
    ...[new Float32Array(most), new Float32Array(most)],
    ...[new Float64Array(most), new Float64Array(most)],
  ] as const
  const bytes = new Uint8Array(most)
  const drawn = (key: Key, { first, count }: Range): Int32Array => {
    const drawn = words.subarray(0, 2 * count)
    fillWords(drawn, ...wordsOf(key), domains.draw, first)
    return drawn
  }
  const units32 = (all: Float32Array, key: Key, range: Range): Float32Array => {
    const units = all.subarray(0, range.count)
    unit32(units, drawn(key, range))
    return units
  }
  const units64 = (all: Float64Array, key: Key, range: Range): Float64Array => {
    const units = all.subarray(0, range.count)
    unit64(units, drawn(key, range))
    return units
  }
  return {
    unit32: (key, range) => units32(radii32, key, range),
    unit64: (key, range) => units64(radii64, key, range),
    ones: (key, range, probability) => {
      const to = bytes.subarray(0, range.count)
      ones(to, units64(radii64, key, range), probability)
      return to
    },
    normal32: ([forRadius, forAngle], range, mean, deviation) => {
      const radii = units32(radii32, forRadius, range)
      normal32(radii, radii, units32(angles32, forAngle, range), mean, deviation)
      return radii
    },
    normal64: ([forRadius, forAngle], range, mean, deviation) => {
      const radii = units64(radii64, forRadius, range)
      normal64(radii, radii, units64(angles64, forAngle, range), mean, deviation)
      return radii
    },
  }
}
