/** NumPy's legacy order of numbers, which the reference runs are split by: MT19937 and its `permutation`. */

const mt19937 = (seed: number): (() => number) => {
  const state = new Uint32Array(624)
  state[0] = seed
  for (let i = 1; i < 624; i++) {
    const last = state[i - 1]! ^ (state[i - 1]! >>> 30)
    state[i] = Math.imul(1812433253, last) + i
  }
  let at = 624
  const renew = (): void => {
    for (let i = 0; i < 624; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff)
      state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    at = 0
  }
  return () => {
    if (at === 624) renew()
    let y = state[at++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }
}

/** `numpy.random.RandomState(seed).permutation(n)`. */
export const permutationOf = (seed: number, n: number): readonly number[] => {
  const next = mt19937(seed)
  const upTo = (most: number): number => {
    if (most === 0) return 0
    const mask = 2 ** (32 - Math.clz32(most)) - 1
    for (;;) {
      const drawn = (next() & mask) >>> 0
      if (drawn <= most) return drawn
    }
  }
  const order = Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = upTo(i)
    const kept = order[i]!
    order[i] = order[j]!
    order[j] = kept
  }
  return order
}
