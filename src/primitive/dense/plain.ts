/**
 * The operations on rows of numbers by plain loops.
 *
 * @module
 */
import type { Dense } from './operations.ts'

/** The operations in a host without vectors. */
export const plainDense = (): Dense => {
  let numbers = new Float64Array(0)
  return {
    room: count => {
      if (count > numbers.length) numbers = new Float64Array(count)
      return numbers
    },
    subtractProduct: (c, a, b, m, n, k, rowC, rowA, stepA, rowB) => {
      const xs = numbers
      for (let i = 0; i < m; i++)
        for (let l = 0; l < k; l++) {
          const factor = xs[a + i * rowA + l * stepA]!
          for (let p = c + i * rowC, q = b + l * rowB, end = p + n; p < end; p++, q++)
            xs[p]! -= factor * xs[q]!
        }
    },
    turnRows: (rows, row, first, last, turns, n) => {
      const xs = numbers
      for (let i = last - 1; i >= first; i--) {
        const [c, s] = [xs[turns + 2 * i]!, xs[turns + 2 * i + 1]!]
        for (let p = rows + i * row, end = p + n; p < end; p++) {
          const [x, y] = [xs[p]!, xs[p + row]!]
          xs[p] = c * x - s * y
          xs[p + row] = s * x + c * y
        }
      }
    },
  }
}
