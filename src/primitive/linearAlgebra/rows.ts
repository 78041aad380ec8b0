/**
 * Matrices in the memory of vector code, by rows.
 *
 * @module
 */
import type { Elements } from '../../tensor/dtype.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { View } from '../core/primitive.ts'
import { leading } from './matrices.ts'

/** So many columns in whole groups of four, which code works on. */
export const inFours = (columns: number): number => (columns + 3) & ~3

/** How far rows are apart: in whole groups of four, and not by a power of two, at which they would be in each other's way in caches. */
export const rowFor = (columns: number): number => {
  const whole = inFours(columns)
  return whole % 32 === 0 ? whole + 4 : whole
}

/** Where rows lie: the first, and how far they are apart. */
export interface Rows {
  readonly at: number
  readonly row: number
}

/** Copies a matrix from the elements of a tensor, with zeros behind its columns. */
export const loadRows = (
  elements: Elements,
  from: number,
  [rows, columns]: readonly [number, number],
  numbers: Float64Array,
  { at, row }: Rows,
): void => {
  for (let i = 0; i < rows; i++) {
    const [source, target] = [from + i * columns, at + i * row]
    for (let j = 0; j < columns; j++) numbers[target + j] = elements[source + j]!
    for (let j = columns; j < row; j++) numbers[target + j] = 0
  }
}

/** Copies a matrix to the elements of a tensor. */
export const storeRows = (
  numbers: Float64Array,
  { at, row }: Rows,
  [rows, columns]: readonly [number, number],
  elements: Elements,
  to: number,
): void => {
  for (let i = 0; i < rows; i++) {
    const [source, target] = [at + i * row, to + i * columns]
    for (let j = 0; j < columns; j++) elements[target + j] = numbers[source + j]!
  }
}

/** How many matrices a tensor has. */
export const matricesIn = ({ shape }: View): number => sizeOf(leading(shape))
