/**
 * Many blocks of Threefry-2x32 with 20 rounds. One block is a chain of operations, each of which waits for the one before; four
 * blocks beside each other keep the processor busy, and words that no tuple carries need no memory of their own.
 *
 * @see `threefry2x32`, which says what is computed.
 * @module
 */
import { parity, threefry2x32 } from './threefry.ts'

/** Writes the images of the counters `(first + i, domain)` under the key `(k0, k1)`, two words each; of a last odd one the first. */
export const fillWords = (words: Int32Array, k0: number, k1: number, domain: number, first: number): void => {
  const k2 = parity ^ k0 ^ k1
  const start = (domain + k1) | 0
  const whole = words.length & ~7
  for (let i = 0; i < whole; i += 8) {
    let a0 = (first + (i >> 1) + k0) | 0
    let a1 = (a0 + 1) | 0
    let a2 = (a0 + 2) | 0
    let a3 = (a0 + 3) | 0
    let b0 = start
    let b1 = start
    let b2 = start
    let b3 = start
    // The schedule goes round; so each turn adds the second and third of what are first, second and third then.
    let s0 = k0
    let s1 = k1
    let s2 = k2
    // Eight rounds a turn, of which the last has four.
    for (let injection = 1; ; injection += 2) {
      a0 = (a0 + b0) | 0
      a1 = (a1 + b1) | 0
      a2 = (a2 + b2) | 0
      a3 = (a3 + b3) | 0
      b0 = ((b0 << 13) | (b0 >>> 19)) ^ a0
      b1 = ((b1 << 13) | (b1 >>> 19)) ^ a1
      b2 = ((b2 << 13) | (b2 >>> 19)) ^ a2
      b3 = ((b3 << 13) | (b3 >>> 19)) ^ a3
      a0 = (a0 + b0) | 0
      a1 = (a1 + b1) | 0
      a2 = (a2 + b2) | 0
      a3 = (a3 + b3) | 0
      b0 = ((b0 << 15) | (b0 >>> 17)) ^ a0
      b1 = ((b1 << 15) | (b1 >>> 17)) ^ a1
      b2 = ((b2 << 15) | (b2 >>> 17)) ^ a2
      b3 = ((b3 << 15) | (b3 >>> 17)) ^ a3
      a0 = (a0 + b0) | 0
      a1 = (a1 + b1) | 0
      a2 = (a2 + b2) | 0
      a3 = (a3 + b3) | 0
      b0 = ((b0 << 26) | (b0 >>> 6)) ^ a0
      b1 = ((b1 << 26) | (b1 >>> 6)) ^ a1
      b2 = ((b2 << 26) | (b2 >>> 6)) ^ a2
      b3 = ((b3 << 26) | (b3 >>> 6)) ^ a3
      a0 = (a0 + b0) | 0
      a1 = (a1 + b1) | 0
      a2 = (a2 + b2) | 0
      a3 = (a3 + b3) | 0
      b0 = ((b0 << 6) | (b0 >>> 26)) ^ a0
      b1 = ((b1 << 6) | (b1 >>> 26)) ^ a1
      b2 = ((b2 << 6) | (b2 >>> 26)) ^ a2
      b3 = ((b3 << 6) | (b3 >>> 26)) ^ a3
      let kb = (s2 + injection) | 0
      a0 = (a0 + s1) | 0
      a1 = (a1 + s1) | 0
      a2 = (a2 + s1) | 0
      a3 = (a3 + s1) | 0
      b0 = (b0 + kb) | 0
      b1 = (b1 + kb) | 0
      b2 = (b2 + kb) | 0
      b3 = (b3 + kb) | 0
      if (injection === 5) break
      a0 = (a0 + b0) | 0
      a1 = (a1 + b1) | 0
      a2 = (a2 + b2) | 0
      a3 = (a3 + b3) | 0
      b0 = ((b0 << 17) | (b0 >>> 15)) ^ a0
      b1 = ((b1 << 17) | (b1 >>> 15)) ^ a1
      b2 = ((b2 << 17) | (b2 >>> 15)) ^ a2
      b3 = ((b3 << 17) | (b3 >>> 15)) ^ a3
      a0 = (a0 + b0) | 0
      a1 = (a1 + b1) | 0
      a2 = (a2 + b2) | 0
      a3 = (a3 + b3) | 0
      b0 = ((b0 << 29) | (b0 >>> 3)) ^ a0
      b1 = ((b1 << 29) | (b1 >>> 3)) ^ a1
      b2 = ((b2 << 29) | (b2 >>> 3)) ^ a2
      b3 = ((b3 << 29) | (b3 >>> 3)) ^ a3
      a0 = (a0 + b0) | 0
      a1 = (a1 + b1) | 0
      a2 = (a2 + b2) | 0
      a3 = (a3 + b3) | 0
      b0 = ((b0 << 16) | (b0 >>> 16)) ^ a0
      b1 = ((b1 << 16) | (b1 >>> 16)) ^ a1
      b2 = ((b2 << 16) | (b2 >>> 16)) ^ a2
      b3 = ((b3 << 16) | (b3 >>> 16)) ^ a3
      a0 = (a0 + b0) | 0
      a1 = (a1 + b1) | 0
      a2 = (a2 + b2) | 0
      a3 = (a3 + b3) | 0
      b0 = ((b0 << 24) | (b0 >>> 8)) ^ a0
      b1 = ((b1 << 24) | (b1 >>> 8)) ^ a1
      b2 = ((b2 << 24) | (b2 >>> 8)) ^ a2
      b3 = ((b3 << 24) | (b3 >>> 8)) ^ a3
      kb = (s0 + injection + 1) | 0
      a0 = (a0 + s2) | 0
      a1 = (a1 + s2) | 0
      a2 = (a2 + s2) | 0
      a3 = (a3 + s2) | 0
      b0 = (b0 + kb) | 0
      b1 = (b1 + kb) | 0
      b2 = (b2 + kb) | 0
      b3 = (b3 + kb) | 0
      const kept = s0
      s0 = s2
      s2 = s1
      s1 = kept
    }
    words[i + 0] = a0
    words[i + 1] = b0
    words[i + 2] = a1
    words[i + 3] = b1
    words[i + 4] = a2
    words[i + 5] = b2
    words[i + 6] = a3
    words[i + 7] = b3
  }
  for (let i = whole; i < words.length; i += 2) {
    const [a, b] = threefry2x32(k0, k1, (first + (i >> 1)) | 0, domain)
    words[i] = a
    if (i + 1 < words.length) words[i + 1] = b
  }
}
