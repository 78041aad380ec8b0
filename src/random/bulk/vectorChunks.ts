/**
 * Samples by 128-bit vectors, with the bits of those one after the other.
 *
 * @module
 */

import { domains, type Key } from '../key.ts'
import { type Chunks, chunk, type Range, wordsOf } from './chunk.ts'
import { normal32, normal64 } from './plainChunks.ts'
import type { VectorModule } from './vectorModule.ts'
import { places } from './vectorNormal.ts'

/** Samples that the module puts on its list together. */
const together = 4

/** Up to a chunk of samples at a time. */
export const vectorChunks = (made: VectorModule): Chunks => {
  const { memory } = made
  const floats = (at: number): Float32Array => new Float32Array(memory, at, chunk)
  const doubles = (at: number): Float64Array => new Float64Array(memory, at, chunk)
  const bytes = new Uint8Array(memory, 0, chunk)
  const [radii32, angles32, all32] = [floats(places.radii), floats(places.angles), floats(places.normal)]
  const [radii64, angles64, all64] = [doubles(places.radii), doubles(places.angles), doubles(places.normal)]
  const listed = new Int32Array(memory, places.list, chunk / together)
  const { unit32, unit64, ones, normal32: turn32, normal64: turn64 } = made
  const draw = (draws: typeof unit32, to: number, size: number, key: Key, { first, count }: Range): void =>
    draws(to, to + size * count, ...wordsOf(key), domains.draw, first, 0, 0)
  return {
    unit32: (key, range) => {
      draw(unit32, 0, 4, key, range)
      return radii32.subarray(0, range.count)
    },
    unit64: (key, range) => {
      draw(unit64, 0, 8, key, range)
      return radii64.subarray(0, range.count)
    },
    ones: (key, { first, count }, probability) => {
      // A sample of 53 bits is below the probability where it is below the next integer from 2⁵³ times that on.
      const bound = Math.ceil(probability * 2 ** 53)
      const upper = Math.floor(bound / 2 ** 26)
      ones(0, count, ...wordsOf(key), domains.draw, first, upper, bound - upper * 2 ** 26)
      return bytes.subarray(0, count)
    },
    normal32: ([forRadius, forAngle], range, mean, deviation) => {
      draw(unit32, places.radii, 4, forRadius, range)
      draw(unit32, places.angles, 4, forAngle, range)
      const end = turn32(0, 4 * range.count, mean, deviation)
      for (let i = 0; 4 * i < end - places.list; i++) {
        const [from, to] = [listed[i]! / 4, listed[i]! / 4 + together]
        const [r, a] = [radii32.subarray(from, to), angles32.subarray(from, to)]
        normal32(all32.subarray(from, to), r, a, mean, deviation)
      }
      return all32.subarray(0, range.count)
    },
    normal64: ([forRadius, forAngle], range, mean, deviation) => {
      draw(unit64, places.radii, 8, forRadius, range)
      draw(unit64, places.angles, 8, forAngle, range)
      const end = turn64(0, 8 * range.count, mean, deviation)
      for (let i = 0; 4 * i < end - places.list; i++) {
        const [from, to] = [listed[i]! / 8, listed[i]! / 8 + together]
        const [r, a] = [radii64.subarray(from, to), angles64.subarray(from, to)]
        normal64(all64.subarray(from, to), r, a, mean, deviation)
      }
      return all64.subarray(0, range.count)
    },
  }
}
