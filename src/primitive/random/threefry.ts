/**
 * Threefry-2x32 with 20 rounds, as in Random123 (Salmon, Moraes, Dror and Shaw, SC 2011): a permutation of pairs of 32-bit
 * words for each key.
 *
 * @module
 */

/** Bits to rotate by, round by round. */
export const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const

/** The parity constant of the Threefish key schedule for 32-bit words. */
export const parity = 0x1bd11bda

/** The image of the counter `(x0, x1)` under the key `(k0, k1)`; all are 32-bit words. */
export const threefry2x32 = (
  k0: number,
  k1: number,
  x0: number,
  x1: number,
): readonly [first: number, second: number] => {
  const schedule = [k0, k1, parity ^ k0 ^ k1] as const
  let a = (x0 + k0) | 0
  let b = (x1 + k1) | 0
  for (let round = 0; round < 20; round++) {
    const r = rotations[round & 7]!
    a = (a + b) | 0
    b = ((b << r) | (b >>> (32 - r))) ^ a
    if ((round & 3) === 3) {
      const injection = (round >> 2) + 1
      a = (a + schedule[injection % 3]!) | 0
      b = (b + schedule[(injection + 1) % 3]! + injection) | 0
    }
  }
  return [a, b]
}
