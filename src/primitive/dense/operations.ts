/**
 * Operations on rows of numbers in a memory of their own.
 *
 * @module
 */

/** The operations; places and distances count numbers. */
export interface Dense {
  /** At least so many numbers, with anything in them, until it is called again. */
  readonly room: (count: number) => Float64Array
  /** `c[i, j] -= Σ a[i, l] b[l, j]` for `m` by `n` by `k`, `n` a multiple of 4; nothing if one of them is 0. */
  readonly subtractProduct: (
    ...those: readonly [
      ...[c: number, a: number, b: number, m: number, n: number, k: number],
      ...[rowC: number, rowA: number, stepA: number, rowB: number],
    ]
  ) => void
  /**
   * For `i` from `last - 1` down to `first`, rows `i` and `i + 1` become `c x - s y` and `s x + c y`, with `c` and `s` at `2 i` and
   * `2 i + 1` behind `turns`; `n` is a multiple of 8.
   */
  readonly turnRows: (
    rows: number,
    row: number,
    first: number,
    last: number,
    turns: number,
    n: number,
  ) => void
}
