/**
 * NumPy's legacy `RandomState`, as far as the peers' scripts draw from it: Mersenne Twister MT19937 and what is made of it.
 * With it a case starts from the very numbers that its notebook and the peers start from.
 *
 * @module
 */

/** A stream of draws; each draw moves it on. */
export interface RandomState {
  /** `uniform(low, high, size)`. */
  readonly uniform: (low: number, high: number, size: number) => Float64Array
  /** `normal(0, scale, size)`, also known as `randn`. */
  readonly normal: (scale: number, size: number) => Float64Array
  /** `randint(low, high, size)`: integers from `low` up to but not including `high`. */
  readonly integers: (low: number, high: number, size: number) => Int32Array
  /** `permutation(n)`, also what `shuffle` does to a list of 0 to n - 1. */
  readonly permutation: (n: number) => Int32Array
}

const words = 624

const twister = (seed: number): (() => number) => {
  const state = new Uint32Array(words)
  state[0] = seed
  for (let i = 1; i < words; i++) {
    const last = state[i - 1]! ^ (state[i - 1]! >>> 30)
    state[i] = Math.imul(1812433253, last) + i
  }
  let at = words
  const renew = (): void => {
    for (let i = 0; i < words; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % words]! & 0x7fffffff)
      state[i] = state[(i + 397) % words]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    at = 0
  }
  return () => {
    if (at === words) renew()
    let y = state[at++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }
}

/** `numpy.random.RandomState(seed)`. */
export const randomState = (seed: number): RandomState => {
  const next = twister(seed)
  const unit = (): number => {
    const high = next() >>> 5
    return (high * 67108864 + (next() >>> 6)) / 9007199254740992
  }

  // The polar method makes two normals at a time; the second waits here, whatever else is drawn in between.
  let waiting: number | null = null
  const gauss = (): number => {
    if (waiting !== null) {
      const kept = waiting
      waiting = null
      return kept
    }
    for (;;) {
      const [u, v] = [2 * unit() - 1, 2 * unit() - 1]
      const r = u * u + v * v
      if (r >= 1 || r === 0) continue
      const f = Math.sqrt((-2 * Math.log(r)) / r)
      waiting = f * u
      return f * v
    }
  }

  const upTo = (most: number): number => {
    if (most === 0) return 0
    const mask = 2 ** (32 - Math.clz32(most)) - 1
    for (;;) {
      const drawn = (next() & mask) >>> 0
      if (drawn <= most) return drawn
    }
  }

  return {
    uniform: (low, high, size) => {
      const out = new Float64Array(size)
      for (let i = 0; i < size; i++) out[i] = low + (high - low) * unit()
      return out
    },
    normal: (scale, size) => {
      const out = new Float64Array(size)
      for (let i = 0; i < size; i++) out[i] = scale * gauss()
      return out
    },
    integers: (low, high, size) => Int32Array.from({ length: size }, () => low + upTo(high - 1 - low)),
    permutation: n => {
      const order = Int32Array.from({ length: n }, (_, i) => i)
      for (let i = n - 1; i > 0; i--) {
        const j = upTo(i)
        const kept = order[i]!
        order[i] = order[j]!
        order[j] = kept
      }
      return order
    },
  }
}
