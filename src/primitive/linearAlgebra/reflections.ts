/**
 * Products of Householder's reflections, which are applied all at once.
 *
 * @see Schreiber, Van Loan: "A storage-efficient WY representation for products of Householder transformations", 1989
 * @module
 */
import type { Dense } from '../dense/operations.ts'
import { inFours, type Rows } from './rows.ts'

/** How many reflections are applied at once. */
export const together = 16

/** Reflections `1 - τ v vᵀ`: their normals `v` are rows of numbers, of which those before `from` and behind `to` are 0. */
export interface Reflections extends Rows {
  readonly count: number
  readonly from: number
  readonly to: number
}

/** The numbers that a product of reflections of rows of some length needs to work with. */
export const workFor = (length: number, columns: number): number =>
  together * (length + 2 * inFours(columns) + together)

/**
 * The upper triangular `t` for which the product of the reflections, the first one first, is `1 - Σ vᵢ tᵢⱼ vⱼᵀ`, with rows `together`
 * numbers long.
 */
export const triangleOf = (
  { subtractProduct }: Dense,
  numbers: Float64Array,
  { at, row, count, from, to }: Reflections,
  factors: ArrayLike<number>,
  t: number,
  work: number,
): void => {
  const columns = work + together * together
  for (let l = from; l < to; l++)
    for (let i = 0; i < together; i++)
      numbers[columns + (l - from) * together + i] = i < count ? numbers[at + i * row + l]! : 0
  // Their products with each other, below 0.
  numbers.fill(0, work, work + together * together)
  subtractProduct(work, at + from, columns, count, together, to - from, together, row, 1, together)
  numbers.fill(0, t, t + together * together)
  for (let j = 0; j < count; j++) {
    const factor = factors[j]!
    numbers[t + j * together + j] = factor
    for (let i = 0; i < j; i++) {
      let sum = 0
      for (let l = i; l < j; l++) sum += numbers[t + i * together + l]! * numbers[work + l * together + j]!
      numbers[t + i * together + j] = factor * sum
    }
  }
}

/** The product of the reflections, or its transpose, times rows `from` to `to` of `c`, in some columns. */
export const reflectRows = (
  { subtractProduct }: Dense,
  numbers: Float64Array,
  { at, row, count, from, to }: Reflections,
  t: { readonly at: number; readonly transposed: boolean },
  c: Rows & { readonly column: number; readonly columns: number },
  work: number,
): void => {
  const width = inFours(c.columns)
  if (width <= 0) return
  const target = c.at + from * c.row + c.column
  const other = work + together * width
  const [rowT, stepT] = t.transposed ? [1, together] : [together, 1]
  numbers.fill(0, work, other + together * width)
  subtractProduct(work, at + from, target, count, width, to - from, width, row, 1, c.row)
  subtractProduct(other, t.at, work, count, width, count, width, rowT, stepT, width)
  subtractProduct(target, at + from, other, to - from, width, count, c.row, 1, row, width)
}
