/**
 * The fast Fourier transform of one sequence, for kernels.
 *
 * @module
 */

/** Transforms a sequence in place. */
export type Transform = (re: Float64Array, im: Float64Array) => void

/** The places of a sequence in the order in which their bits are reversed. */
const reversedBits = (n: number): Uint32Array => {
  const places = new Uint32Array(n)
  for (let i = 1; i < n; i++) places[i] = (places[i >> 1]! >> 1) | (i & 1 ? n >> 1 : 0)
  return places
}

/**
 * For lengths that are powers of two.
 *
 * @see Cooley, Tukey: "An algorithm for the machine calculation of complex Fourier series", 1965
 */
const ofPowerOfTwo = (n: number): Transform => {
  const places = reversedBits(n)
  const half = n >> 1
  const cosines = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / n))
  const sines = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / n))
  return (re, im) => {
    for (let i = 0; i < n; i++) {
      const j = places[i]!
      if (j > i) {
        const [a, b] = [re[i]!, im[i]!]
        re[i] = re[j]!
        im[i] = im[j]!
        re[j] = a
        im[j] = b
      }
    }
    for (let length = 1, step = half; length < n; length *= 2, step >>= 1)
      for (let start = 0; start < n; start += 2 * length)
        for (let k = 0, p = start, q = start + length; k < length; k++, p++, q++) {
          const [c, s] = [cosines[k * step]!, sines[k * step]!]
          const a = re[q]! * c - im[q]! * s
          const b = re[q]! * s + im[q]! * c
          re[q] = re[p]! - a
          im[q] = im[p]! - b
          re[p]! += a
          im[p]! += b
        }
  }
}

/**
 * For all others: `jk = (j² + k² - (j - k)²) / 2` makes of the sum a convolution, for which a length that is a power of two will do.
 *
 * @see Bluestein: "A linear filtering approach to the computation of discrete Fourier transform", 1970
 */
const ofAnyLength = (n: number): Transform => {
  const wide = 2 ** Math.ceil(Math.log2(2 * n - 1))
  const transform = ofPowerOfTwo(wide)
  // Squares are reduced first: of a large angle the cosine has fewer digits.
  const angles = Array.from({ length: n }, (_, k) => (Math.PI * ((k * k) % (2 * n))) / n)
  const chirpRe = Float64Array.from(angles, Math.cos)
  const chirpIm = Float64Array.from(angles, angle => -Math.sin(angle))
  const [filterRe, filterIm] = [new Float64Array(wide), new Float64Array(wide)]
  for (let k = 0; k < n; k++)
    for (const place of [k, (wide - k) % wide]) {
      filterRe[place] = chirpRe[k]! / wide
      filterIm[place] = -chirpIm[k]! / wide
    }
  transform(filterRe, filterIm)
  const [a, b] = [new Float64Array(wide), new Float64Array(wide)]
  return (re, im) => {
    a.fill(0)
    b.fill(0)
    for (let k = 0; k < n; k++) {
      a[k] = re[k]! * chirpRe[k]! - im[k]! * chirpIm[k]!
      b[k] = re[k]! * chirpIm[k]! + im[k]! * chirpRe[k]!
    }
    transform(a, b)
    for (let k = 0; k < wide; k++) {
      const [x, y] = [a[k]!, b[k]!]
      a[k] = x * filterRe[k]! - y * filterIm[k]!
      b[k] = x * filterIm[k]! + y * filterRe[k]!
    }
    transform(b, a)
    for (let k = 0; k < n; k++) {
      re[k] = a[k]! * chirpRe[k]! - b[k]! * chirpIm[k]!
      im[k] = a[k]! * chirpIm[k]! + b[k]! * chirpRe[k]!
    }
  }
}

/** The transform of sequences of one length, `y[k] = Σ x[j] e^(-2πi jk / n)`. */
export const transformOf = (n: number): Transform =>
  Number.isInteger(Math.log2(n)) ? ofPowerOfTwo(n) : ofAnyLength(n)
