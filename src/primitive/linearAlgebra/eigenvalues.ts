/**
 * Eigenvalues and eigenvectors of symmetric matrices, for kernels.
 *
 * @see Bowdler, Martin, Reinsch, Wilkinson: "The QR and QL algorithms for symmetric matrices", 1968 (EISPACK's tred2 and tql2)
 * @module
 */

/** The symmetric part of `a`, by columns, which become the basis in which it is tridiagonal; `d` and `e` its diagonals. */
const toTridiagonal = (v: Float64Array, n: number, d: Float64Array, e: Float64Array): void => {
  for (let j = 0; j < n; j++) d[j] = v[j * n + n - 1]!
  for (let i = n - 1; i > 0; i--) {
    let [size, h] = [0, 0]
    for (let k = 0; k < i; k++) size += Math.abs(d[k]!)
    if (size === 0) {
      e[i] = d[i - 1]!
      for (let j = 0; j < i; j++) {
        d[j] = v[j * n + i - 1]!
        v[j * n + i] = 0
        v[i * n + j] = 0
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k]! /= size
        h += d[k]! * d[k]!
      }
      const last = d[i - 1]!
      const g = last > 0 ? -Math.sqrt(h) : Math.sqrt(h)
      e[i] = size * g
      h -= last * g
      d[i - 1] = last - g
      reflect(v, n, i, h, d, e)
    }
    d[i] = h
  }
  accumulate(v, n, d)
  e[0] = 0
}

/** One of Householder's reflections, from both sides, on the first `i` rows and columns. */
const reflect = (
  v: Float64Array,
  n: number,
  i: number,
  h: number,
  d: Float64Array,
  e: Float64Array,
): void => {
  e.fill(0, 0, i)
  for (let j = 0; j < i; j++) {
    const f = d[j]!
    v[i * n + j] = f
    let g = e[j]! + v[j * n + j]! * f
    for (let k = j + 1; k < i; k++) {
      g += v[j * n + k]! * d[k]!
      e[k]! += v[j * n + k]! * f
    }
    e[j] = g
  }
  let f = 0
  for (let j = 0; j < i; j++) {
    e[j]! /= h
    f += e[j]! * d[j]!
  }
  const half = f / (h + h)
  for (let j = 0; j < i; j++) e[j]! -= half * d[j]!
  for (let j = 0; j < i; j++) {
    const [a, b] = [d[j]!, e[j]!]
    for (let k = j; k < i; k++) v[j * n + k]! -= a * e[k]! + b * d[k]!
    d[j] = v[j * n + i - 1]!
    v[j * n + i] = 0
  }
}

/** The product of all reflections. */
const accumulate = (v: Float64Array, n: number, d: Float64Array): void => {
  for (let i = 0; i < n - 1; i++) {
    v[i * n + n - 1] = v[i * n + i]!
    v[i * n + i] = 1
    const [next, h] = [(i + 1) * n, d[i + 1]!]
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[next + k]! / h
      for (let j = 0; j <= i; j++) {
        let g = 0
        for (let k = 0; k <= i; k++) g += v[next + k]! * v[j * n + k]!
        for (let k = 0; k <= i; k++) v[j * n + k]! -= g * d[k]!
      }
    }
    for (let k = 0; k <= i; k++) v[next + k] = 0
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[j * n + n - 1]!
    v[j * n + n - 1] = 0
  }
  if (n > 0) v[n * n - 1] = 1
}

/** Rows `i` and `i + 1` of the transposed basis, turned. */
const turn = (v: Float64Array, n: number, i: number, c: number, s: number): void => {
  for (let p = i * n, q = p + n, end = q; p < end; p++, q++) {
    const [x, y] = [v[p]!, v[q]!]
    v[q] = s * x + c * y
    v[p] = c * x - s * y
  }
}

/** One sweep of the QL algorithm from `m` down to `l`; gives by how much all that follow are shifted. */
const sweep = (
  v: Float64Array | null,
  n: number,
  d: Float64Array,
  e: Float64Array,
  l: number,
  m: number,
): number => {
  const first = d[l]!
  let p = (d[l + 1]! - first) / (2 * e[l]!)
  let r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1)
  d[l] = e[l]! / (p + r)
  d[l + 1] = e[l]! * (p + r)
  const [second, shift, off] = [d[l + 1]!, first - d[l]!, e[l + 1]!]
  for (let i = l + 2; i < n; i++) d[i]! -= shift
  p = d[m]!
  let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0]
  for (let i = m - 1; i >= l; i--) {
    c3 = c2
    c2 = c
    s2 = s
    const [g, h] = [c * e[i]!, c * p]
    r = Math.hypot(p, e[i]!)
    e[i + 1] = s * r
    s = e[i]! / r
    c = p / r
    p = c * d[i]! - s * g
    d[i + 1] = h + s * (c * g + s * d[i]!)
    if (v !== null) turn(v, n, i, c, s)
  }
  p = (-s * s2 * c3 * off * e[l]!) / second
  e[l] = s * p
  d[l] = c * p
  return shift
}

/** How many sweeps an eigenvalue is given; two or three are usual. */
const most = 60

/** The eigenvalues in `d`, and their vectors in the rows of `v`. */
const diagonalise = (v: Float64Array | null, n: number, d: Float64Array, e: Float64Array): void => {
  e.copyWithin(0, 1)
  if (n > 0) e[n - 1] = 0
  let [shifts, largest] = [0, 0]
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!))
    let m = l
    while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * largest) m++
    if (m > l)
      for (let sweeps = 0; sweeps < most; sweeps++) {
        shifts += sweep(v, n, d, e, l, m)
        if (!(Math.abs(e[l]!) > Number.EPSILON * largest)) break
      }
    d[l]! += shifts
    e[l] = 0
  }
}

/** Of the largest entries, to within rounding, the first: it is made positive. */
const isTurned = (vector: Float64Array): boolean => {
  let largest = 0
  for (const entry of vector) largest = Math.max(largest, Math.abs(entry))
  const first = vector.find(entry => Math.abs(entry) >= (1 - 1e-6) * largest)
  return first !== undefined && first < 0
}

/** The eigenvalues of the symmetric part of `a` in ascending order, and for each a vector of length 1. `a` is written over. */
export const symmetricEigen = (
  a: Float64Array,
  n: number,
  vectors: boolean,
): { readonly values: Float64Array; readonly vectors: readonly Float64Array[] } => {
  if (!a.every(Number.isFinite))
    return {
      values: new Float64Array(n).fill(Number.NaN),
      vectors: Array.from({ length: n }, () => new Float64Array(n).fill(Number.NaN)),
    }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const mean = a[i * n + j]! / 2 + a[j * n + i]! / 2
      a[i * n + j] = mean
      a[j * n + i] = mean
    }
  const [d, e] = [new Float64Array(n), new Float64Array(n)]
  toTridiagonal(a, n, d, e)
  diagonalise(vectors ? a : null, n, d, e)
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => d[i]! - d[j]!)
  return {
    values: Float64Array.from(order, i => d[i]!),
    vectors: vectors
      ? order.map(i => {
          const vector = a.slice(i * n, (i + 1) * n)
          return isTurned(vector) ? vector.map(entry => -entry) : vector
        })
      : [],
  }
}
