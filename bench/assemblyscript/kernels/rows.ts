/**
 * Kernels on the rows of a matrix.
 *
 * @module
 */
import { lanesOf, storeLanes } from './lanes'

/** Adds a row to each row of `x`, in place. */
export function addRow<T>(x: usize, row: usize, rows: i32, columns: i32): void {
  const lanes = lanesOf<T>()
  for (let i = 0; i < rows; i++) {
    let j = 0
    for (; j <= columns - lanes; j += lanes) {
      const at = <usize>j * sizeof<T>()
      v128.store(x + at, v128.add<T>(v128.load(x + at), v128.load(row + at)))
    }
    const at = <usize>j * sizeof<T>()
    if (j < columns)
      storeLanes<T>(x + at, v128.add<T>(v128.load(x + at), v128.load(row + at)), columns - j)
    x += <usize>columns * sizeof<T>()
  }
}

/** The sum of the rows of `x`. */
export function sumRows<T>(x: usize, sum: usize, rows: i32, columns: i32): void {
  const lanes = lanesOf<T>()
  const stride = <usize>columns * sizeof<T>()
  for (let j = 0; j < columns; j += lanes) {
    let from = x + <usize>j * sizeof<T>()
    let even = v128.load(from)
    let odd = v128.splat<T>(<T>0)
    from += stride
    let i = 1
    for (; i < rows - 1; i += 2) {
      odd = v128.add<T>(odd, v128.load(from))
      even = v128.add<T>(even, v128.load(from + stride))
      from += 2 * stride
    }
    if (i < rows) odd = v128.add<T>(odd, v128.load(from))
    storeLanes<T>(sum + <usize>j * sizeof<T>(), v128.add<T>(even, odd), columns - j)
  }
}
