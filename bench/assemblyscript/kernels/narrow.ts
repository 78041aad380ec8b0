/**
 * Products with an axis of length one, in which there is nothing to keep in a tile.
 *
 * @module
 */
import { firstLanes, lanesOf, madd, storeLanes } from './lanes'

/** `c = a b` for a row `a`: `width` vectors of the result at a time, even and odd steps summed up on their own. */
@inline
function rowPart<T>(a: usize, b: usize, c: usize, stride: usize, k: i32, columns: i32, width: i32): void {
  const zero = v128.splat<T>(<T>0)
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero, t0 = zero, t1 = zero, t2 = zero, t3 = zero
  let z = zero
  let i = 0
  for (; i <= k - 2; i += 2) {
    z = v128.load_splat<T>(a)
    s0 = madd<T>(z, v128.load(b), s0)
    if (width > 1) s1 = madd<T>(z, v128.load(b, 16), s1)
    if (width > 2) s2 = madd<T>(z, v128.load(b, 32), s2)
    if (width > 3) s3 = madd<T>(z, v128.load(b, 48), s3)
    b += stride
    z = v128.load_splat<T>(a, sizeof<T>())
    t0 = madd<T>(z, v128.load(b), t0)
    if (width > 1) t1 = madd<T>(z, v128.load(b, 16), t1)
    if (width > 2) t2 = madd<T>(z, v128.load(b, 32), t2)
    if (width > 3) t3 = madd<T>(z, v128.load(b, 48), t3)
    b += stride
    a += 2 * sizeof<T>()
  }
  if (i < k) {
    z = v128.load_splat<T>(a)
    s0 = madd<T>(z, v128.load(b), s0)
    if (width > 1) s1 = madd<T>(z, v128.load(b, 16), s1)
    if (width > 2) s2 = madd<T>(z, v128.load(b, 32), s2)
    if (width > 3) s3 = madd<T>(z, v128.load(b, 48), s3)
  }
  const lanes = lanesOf<T>()
  storeLanes<T>(c, v128.add<T>(s0, t0), columns)
  if (width > 1) storeLanes<T>(c + 16, v128.add<T>(s1, t1), columns - lanes)
  if (width > 2) storeLanes<T>(c + 32, v128.add<T>(s2, t2), columns - 2 * lanes)
  if (width > 3) storeLanes<T>(c + 48, v128.add<T>(s3, t3), columns - 3 * lanes)
}

/** `c = a b`: a row by a matrix of `n` columns. */
export function row<T>(a: usize, b: usize, c: usize, n: i32, k: i32): void {
  const lanes = lanesOf<T>()
  const stride = <usize>n * sizeof<T>()
  for (let left = n; left > 0; left -= 4 * lanes) {
    if (left > 3 * lanes) rowPart<T>(a, b, c, stride, k, left, 4)
    else if (left > 2 * lanes) rowPart<T>(a, b, c, stride, k, left, 3)
    else if (left > lanes) rowPart<T>(a, b, c, stride, k, left, 2)
    else rowPart<T>(a, b, c, stride, k, left, 1)
    b += 64
    c += 64
  }
}

/** Part of `a` by the same part of a row of B, lane by lane, up to the last whole vector and the rest of one. */
@inline
function partials<T>(a: usize, b: usize, whole: usize, rest: v128, hasRest: bool): v128 {
  let sum = v128.splat<T>(<T>0)
  let at: usize = 0
  for (; at < whole; at += 16) sum = madd<T>(v128.load(a + at), v128.load(b + at), sum)
  if (hasRest) sum = madd<T>(v128.and(v128.load(a + at), rest), v128.and(v128.load(b + at), rest), sum)
  return sum
}

/** `c = a bᵀ`: a row by the rows of a matrix of `k` columns, as many rows at a time as a vector has lanes. */
export function dots<T>(a: usize, b: usize, c: usize, n: i32, k: i32): void {
  const lanes = lanesOf<T>()
  const hasRest = k % lanes > 0
  const rest = firstLanes<T>(k % lanes)
  const whole = <usize>(k - (k % lanes)) * sizeof<T>()
  const stride = <usize>k * sizeof<T>()
  for (let left = n; left > 0; left -= lanes) {
    // Rows that are not there are computed as the last one, and not stored.
    const last = <usize>(left - 1)
    const p = partials<T>(a, b, whole, rest, hasRest)
    const q = partials<T>(a, b + min<usize>(1, last) * stride, whole, rest, hasRest)
    if (sizeof<T>() == 8) {
      const low = v128.shuffle<f64>(p, q, 0, 2)
      storeLanes<T>(c, v128.add<T>(low, v128.shuffle<f64>(p, q, 1, 3)), left)
    } else {
      const r = partials<T>(a, b + min<usize>(2, last) * stride, whole, rest, hasRest)
      const s = partials<T>(a, b + min<usize>(3, last) * stride, whole, rest, hasRest)
      const pq = v128.add<T>(v128.shuffle<f32>(p, q, 0, 2, 4, 6), v128.shuffle<f32>(p, q, 1, 3, 5, 7))
      const rs = v128.add<T>(v128.shuffle<f32>(r, s, 0, 2, 4, 6), v128.shuffle<f32>(r, s, 1, 3, 5, 7))
      const low = v128.shuffle<f32>(pq, rs, 0, 2, 4, 6)
      storeLanes<T>(c, v128.add<T>(low, v128.shuffle<f32>(pq, rs, 1, 3, 5, 7)), left)
    }
    b += <usize>lanes * stride
    c += 16
  }
}

/** `width` vectors of each row. */
@inline
function outerPart<T>(a: usize, b: usize, c: usize, stride: usize, m: i32, columns: i32, width: i32): void {
  const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48)
  let z = b0
  for (let i = 1; i < m; i++) {
    z = v128.load_splat<T>(a)
    v128.store(c, v128.mul<T>(z, b0))
    if (width > 1) v128.store(c, v128.mul<T>(z, b1), 16)
    if (width > 2) v128.store(c, v128.mul<T>(z, b2), 32)
    if (width > 3) v128.store(c, v128.mul<T>(z, b3), 48)
    a += sizeof<T>()
    c += stride
  }
  const lanes = lanesOf<T>()
  z = v128.load_splat<T>(a)
  storeLanes<T>(c, v128.mul<T>(z, b0), columns)
  if (width > 1) storeLanes<T>(c + 16, v128.mul<T>(z, b1), columns - lanes)
  if (width > 2) storeLanes<T>(c + 32, v128.mul<T>(z, b2), columns - 2 * lanes)
  if (width > 3) storeLanes<T>(c + 48, v128.mul<T>(z, b3), columns - 3 * lanes)
}

/**
 * `c = a b`: a column by a row. What a row writes behind its end belongs to the next one, whose beginning is written later: by
 * the same part or by one to the left of it.
 */
export function outer<T>(a: usize, b: usize, c: usize, m: i32, n: i32): void {
  const lanes = lanesOf<T>()
  const stride = <usize>n * sizeof<T>()
  for (let j = ((n - 1) / (4 * lanes)) * 4 * lanes; j >= 0; j -= 4 * lanes) {
    const left = n - j
    const at = <usize>j * sizeof<T>()
    if (left <= lanes) outerPart<T>(a, b + at, c + at, stride, m, left, 1)
    else if (left <= 2 * lanes) outerPart<T>(a, b + at, c + at, stride, m, left, 2)
    else if (left <= 3 * lanes) outerPart<T>(a, b + at, c + at, stride, m, left, 3)
    else outerPart<T>(a, b + at, c + at, stride, m, left, 4)
  }
}
