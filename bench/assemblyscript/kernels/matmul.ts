/**
 * Products of matrices of any sizes, either of which may be stored transposed.
 *
 * @module
 */
import { lanesOf } from './lanes'
import { dots, outer, row } from './narrow'
import { tileOfColumns } from './tileOfColumns'
import { tileOfRows } from './tileOfRows'

/** The transpose of a matrix of `rows` rows. */
function transpose<T>(from: usize, rows: i32, columns: i32, to: usize): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      store<T>(
        to + <usize>(j * rows + i) * sizeof<T>(),
        load<T>(from + <usize>(i * columns + j) * sizeof<T>()),
      )
}

/** Copies two vectors of each row into one stretch. */
function packPanel(from: usize, stride: usize, rows: i32, to: usize): void {
  for (let i = 0; i < rows; i++) {
    v128.store(to, v128.load(from))
    v128.store(to, v128.load(from, 16), 16)
    from += stride
    to += 32
  }
}

/** Passes along `k` of equal length, so short that a panel of B stays in the first cache. */
function passLength(k: i32, most: i32): i32 {
  if (k <= most + most / 2) return k
  const passes = (k + most - 1) / most
  return (k + passes - 1) / passes
}

/**
 * `c = op(a) op(b)`: `a` is `[m, k]`, or `[k, m]` if transposed, `b` is `[k, n]` or `[n, k]`. `scratch` has room for `b`, and
 * for a panel of 32 bytes a row.
 */
export function matmul<T>(
  a: usize, b: usize, c: usize, m: i32, n: i32, k: i32,
  transposeA: bool, transposeB: bool, scratch: usize,
): void {
  if (k == 1) return outer<T>(a, b, c, m, n)
  if (m == 1 && transposeB) return dots<T>(a, b, c, n, k)
  if (transposeB) {
    transpose<T>(b, n, k, scratch)
    b = scratch
    scratch += <usize>(n * k) * sizeof<T>() + 16
  }
  if (m == 1) return row<T>(a, b, c, n, k)
  const width = 2 * lanesOf<T>()
  const aStride = <usize>(transposeA ? m : k) * sizeof<T>()
  const stride = <usize>n * sizeof<T>()
  const depth = passLength(k, sizeof<T>() == 4 ? 128 : 96)
  const packs = stride >= 2048 && m >= 48
  // A pass of B that fits into the first cache stays there; otherwise a panel of it does.
  const rowsOutside = !packs && stride * <usize>depth <= 32768
  for (let k0 = 0; k0 < k; k0 += depth) {
    const steps = min(depth, k - k0)
    const aPass = a + (transposeA ? <usize>k0 * aStride : <usize>k0 * sizeof<T>())
    const bPass = b + <usize>k0 * stride
    const outerCount = rowsOutside ? m : n
    const outerStep = rowsOutside ? 6 : width
    const innerCount = rowsOutside ? n : m
    const innerStep = rowsOutside ? width : 6
    for (let p = 0; p < outerCount; p += outerStep) {
      if (packs) packPanel(bPass + <usize>p * sizeof<T>(), stride, steps, scratch)
      for (let q = 0; q < innerCount; q += innerStep) {
        const i = rowsOutside ? p : q
        const j = rowsOutside ? q : p
        const bAt = packs ? scratch : bPass + <usize>j * sizeof<T>()
        const bStep = packs ? 32 : stride
        const cAt = c + <usize>i * stride + <usize>j * sizeof<T>()
        if (transposeA)
          tileOfColumns<T>(
            aPass + <usize>i * sizeof<T>(), aStride, bAt, bStep, cAt, stride, min(6, m - i), n - j, steps, k0 > 0,
          )
        else
          tileOfRows<T>(
            aPass + <usize>i * aStride, aStride, bAt, bStep, cAt, stride, min(6, m - i), n - j, steps, k0 > 0,
          )
      }
    }
  }
}
