/**
 * The Mersenne Twister in plain arithmetic.
 *
 * @module
 */

/** 32 bits by the generator of Matsumoto and Nishimura, seeded by the authors' `init_genrand`, written down once more. */
export const wordsOf = (seed: number, count: number): readonly number[] => {
  const state = [seed >>> 0]
  for (let i = 1; i < 624; i++) {
    const last = state[i - 1]!
    state.push((Math.imul(1812433253, last ^ (last >>> 30)) + i) >>> 0)
  }
  for (let i = 0; i < count; i++) {
    const mixed = (state[i]! & 0x80000000) | (state[i + 1]! & 0x7fffffff)
    state.push((state[i + 397]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0)) >>> 0)
  }
  return state.slice(624).map(word => {
    let y = word
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  })
}

/** NumPy's doubles of such words. */
export const doublesOf = (words: readonly number[]): readonly number[] =>
  Array.from(
    { length: words.length >> 1 },
    (_, i) => ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) / 2 ** 53,
  )

/** NumPy's integers up to and with a limit: words, cut to as many bits as it has, until one is not above it. */
export const integersOf = (words: readonly number[], limits: readonly number[]): readonly number[] => {
  let at = 0
  return limits.map(most => {
    if (most === 0) return 0
    const bits = 32 - Math.clz32(most)
    for (;;) {
      const word = words[at++]!
      const cut = bits === 32 ? word : word & (2 ** bits - 1)
      if (cut >>> 0 <= most) return cut >>> 0
    }
  })
}

/** `[0, …, n - 1]` in the order of Fisher and Yates, from the last place down. */
export const orderOf = (words: readonly number[], n: number): readonly number[] => {
  const draws = integersOf(
    words,
    Array.from({ length: Math.max(n - 1, 0) }, (_, i) => n - 1 - i),
  )
  const order = Array.from({ length: n }, (_, i) => i)
  draws.forEach((j, k) => {
    const i = n - 1 - k
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  })
  return order
}
