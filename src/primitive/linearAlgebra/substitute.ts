/**
 * Triangular equations by blocks: what is known is taken from a block's own rows one by one, and from all others at once.
 *
 * @module
 */
import type { Dense } from '../dense/operations.ts'
import { inFours, type Rows } from './rows.ts'

/** Rows that are solved before what is known of them is taken from all others. */
const block = 32

/** Up to so many numbers are solved for one by one: calls would take longer than what they do. */
const small = 64

/** A triangle: its elements `row` and `step` apart along columns and rows, so that exchanging both transposes it. */
export interface Triangle extends Rows {
  readonly step: number
  readonly size: number
  /** Whether it is the lower triangle, which is solved from the first row on. */
  readonly lower: boolean
  /** Whether its diagonal is taken for ones. */
  readonly unit: boolean
}

/** The same without calls. */
const substituteFew = (
  numbers: Float64Array,
  { at, row, step, size, lower, unit }: Triangle,
  x: Rows,
  width: number,
): void => {
  for (let those = 0; those < size; those++) {
    const i = lower ? those : size - 1 - those
    const line = x.at + i * x.row
    const [from, to] = lower ? [0, i] : [i + 1, size]
    for (let k = from; k < to; k++) {
      const factor = numbers[at + i * row + k * step]!
      for (let j = 0, q = x.at + k * x.row; j < width; j++) numbers[line + j]! -= factor * numbers[q + j]!
    }
    if (unit) continue
    const pivot = numbers[at + i * (row + step)]!
    for (let j = 0; j < width; j++) numbers[line + j]! /= pivot
  }
}

/** `x` with `a x = b`, in place of `b`, behind whose columns up to a multiple of four there are zeros. */
export const substitute = (
  { subtractProduct }: Dense,
  numbers: Float64Array,
  triangle: Triangle,
  x: Rows,
  columns: number,
): void => {
  const { at, row, step, size, lower, unit } = triangle
  if (size * columns <= small) {
    substituteFew(numbers, triangle, x, columns)
    return
  }
  const width = inFours(columns)
  const element = (i: number, j: number): number => at + i * row + j * step
  const line = (i: number): number => x.at + i * x.row
  const divide = (i: number): void => {
    if (unit) return
    const pivot = numbers[element(i, i)]!
    for (let p = line(i), end = p + width; p < end; p++) numbers[p]! /= pivot
  }
  for (let done = 0; done < size; done += block) {
    const left = Math.max(0, size - done - block)
    const [from, to] = lower ? [done, size - left] : [left, size - done]
    for (let those = 0; those < to - from; those++) {
      const i = lower ? from + those : to - 1 - those
      const known = lower ? from : i + 1
      subtractProduct(line(i), element(i, known), line(known), 1, width, those, 0, 0, step, x.row)
      divide(i)
    }
    const first = lower ? to : 0
    subtractProduct(
      line(first),
      element(first, from),
      line(from),
      left,
      width,
      to - from,
      x.row,
      row,
      step,
      x.row,
    )
  }
}
