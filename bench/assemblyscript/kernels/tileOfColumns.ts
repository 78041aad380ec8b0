/**
 * A tile of 6 × 2 vectors of a product: A by columns: the six elements of a step lie side by side.
 *
 * @module
 */
import { lanesOf, madd, storeLanes } from './lanes'

@inline
function begin<T>(c: usize, adds: bool): v128 {
  return adds ? v128.load(c) : v128.splat<T>(<T>0)
}

@inline
function put<T>(c: usize, x: v128, y: v128, columns: i32, pair: bool): void {
  if (pair) {
    v128.store(c, x)
    storeLanes<T>(c + 16, y, columns - lanesOf<T>())
  } else storeLanes<T>(c, x, columns)
}


/**
 * Sums up `depth` products for up to 6 rows and 1 or 2 vectors (`pair`), onto what is there if it `adds`. Strides are in
 * bytes. Rows that are not there are computed from what lies behind, and not stored.
 */
@inline
function tile<T>(
  a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize,
  rows: i32, columns: i32, depth: i32, adds: bool, pair: bool,
): void {
  const last = <usize>(rows - 1)
  const c0 = c
  const c1 = c + min<usize>(1, last) * cRow
  const c2 = c + min<usize>(2, last) * cRow
  const c3 = c + min<usize>(3, last) * cRow
  const c4 = c + min<usize>(4, last) * cRow
  const c5 = c + min<usize>(5, last) * cRow
  let s0 = begin<T>(c0, adds)
  let t0 = pair ? begin<T>(c0 + 16, adds) : s0
  let s1 = begin<T>(c1, adds)
  let t1 = pair ? begin<T>(c1 + 16, adds) : s1
  let s2 = begin<T>(c2, adds)
  let t2 = pair ? begin<T>(c2 + 16, adds) : s2
  let s3 = begin<T>(c3, adds)
  let t3 = pair ? begin<T>(c3 + 16, adds) : s3
  let s4 = begin<T>(c4, adds)
  let t4 = pair ? begin<T>(c4 + 16, adds) : s4
  let s5 = begin<T>(c5, adds)
  let t5 = pair ? begin<T>(c5 + 16, adds) : s5
  let x = s0
  let y = s0
  let z = s0
  for (; depth >= 2; depth -= 2) {
    x = v128.load(b)
    if (pair) y = v128.load(b, 16)
    z = v128.load_splat<T>(a)
    s0 = madd<T>(z, x, s0)
    if (pair) t0 = madd<T>(z, y, t0)
    z = v128.load_splat<T>(a, 1 * sizeof<T>())
    s1 = madd<T>(z, x, s1)
    if (pair) t1 = madd<T>(z, y, t1)
    z = v128.load_splat<T>(a, 2 * sizeof<T>())
    s2 = madd<T>(z, x, s2)
    if (pair) t2 = madd<T>(z, y, t2)
    z = v128.load_splat<T>(a, 3 * sizeof<T>())
    s3 = madd<T>(z, x, s3)
    if (pair) t3 = madd<T>(z, y, t3)
    z = v128.load_splat<T>(a, 4 * sizeof<T>())
    s4 = madd<T>(z, x, s4)
    if (pair) t4 = madd<T>(z, y, t4)
    z = v128.load_splat<T>(a, 5 * sizeof<T>())
    s5 = madd<T>(z, x, s5)
    if (pair) t5 = madd<T>(z, y, t5)
    a += aStep
    b += bStep
    x = v128.load(b)
    if (pair) y = v128.load(b, 16)
    z = v128.load_splat<T>(a)
    s0 = madd<T>(z, x, s0)
    if (pair) t0 = madd<T>(z, y, t0)
    z = v128.load_splat<T>(a, 1 * sizeof<T>())
    s1 = madd<T>(z, x, s1)
    if (pair) t1 = madd<T>(z, y, t1)
    z = v128.load_splat<T>(a, 2 * sizeof<T>())
    s2 = madd<T>(z, x, s2)
    if (pair) t2 = madd<T>(z, y, t2)
    z = v128.load_splat<T>(a, 3 * sizeof<T>())
    s3 = madd<T>(z, x, s3)
    if (pair) t3 = madd<T>(z, y, t3)
    z = v128.load_splat<T>(a, 4 * sizeof<T>())
    s4 = madd<T>(z, x, s4)
    if (pair) t4 = madd<T>(z, y, t4)
    z = v128.load_splat<T>(a, 5 * sizeof<T>())
    s5 = madd<T>(z, x, s5)
    if (pair) t5 = madd<T>(z, y, t5)
    a += aStep
    b += bStep
  }
  for (; depth > 0; depth--) {
    x = v128.load(b)
    if (pair) y = v128.load(b, 16)
    z = v128.load_splat<T>(a)
    s0 = madd<T>(z, x, s0)
    if (pair) t0 = madd<T>(z, y, t0)
    z = v128.load_splat<T>(a, 1 * sizeof<T>())
    s1 = madd<T>(z, x, s1)
    if (pair) t1 = madd<T>(z, y, t1)
    z = v128.load_splat<T>(a, 2 * sizeof<T>())
    s2 = madd<T>(z, x, s2)
    if (pair) t2 = madd<T>(z, y, t2)
    z = v128.load_splat<T>(a, 3 * sizeof<T>())
    s3 = madd<T>(z, x, s3)
    if (pair) t3 = madd<T>(z, y, t3)
    z = v128.load_splat<T>(a, 4 * sizeof<T>())
    s4 = madd<T>(z, x, s4)
    if (pair) t4 = madd<T>(z, y, t4)
    z = v128.load_splat<T>(a, 5 * sizeof<T>())
    s5 = madd<T>(z, x, s5)
    if (pair) t5 = madd<T>(z, y, t5)
    a += aStep
    b += bStep
  }
  put<T>(c0, s0, t0, columns, pair)
  if (rows > 1) put<T>(c1, s1, t1, columns, pair)
  if (rows > 2) put<T>(c2, s2, t2, columns, pair)
  if (rows > 3) put<T>(c3, s3, t3, columns, pair)
  if (rows > 4) put<T>(c4, s4, t4, columns, pair)
  if (rows > 5) put<T>(c5, s5, t5, columns, pair)
}

/** A tile of 6 × 2 vectors, or 6 × 1 if no more columns are left. */
export function tileOfColumns<T>(
  a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize,
  rows: i32, columns: i32, depth: i32, adds: bool,
): void {
  if (columns > lanesOf<T>()) tile<T>(a, aStep, b, bStep, c, cRow, rows, columns, depth, adds, true)
  else tile<T>(a, aStep, b, bStep, c, cRow, rows, columns, depth, adds, false)
}
