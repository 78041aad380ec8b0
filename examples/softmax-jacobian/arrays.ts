/**
 * Arrays as NumPy prints them with a precision of two.
 *
 * @module
 */

/** Cells of one width, between brackets. */
const row = (cells: readonly string[]): string => `[${cells.join(' ')}]`

const aligned = (cells: readonly string[]): readonly string[] => {
  const width = Math.max(...cells.map(({ length }) => length))
  return cells.map(cell => cell.padStart(width))
}

/** `print(indices)` of a vector of integers that fits into a line. */
export const showIntegers = (xs: readonly number[]): string => row(aligned(xs.map(String)))

// At most two digits behind the point and no zeros at the end, where shorter numbers get spaces.
const fraction = (x: number): string => (x.toFixed(2).split('.')[1] as string).replace(/0+$/, '')

/** `print(matrix)` of a matrix of floats, after `np.set_printoptions(precision=2)`. */
export const showMatrix = (rows: readonly (readonly number[])[]): string => {
  const numbers = rows.flat()
  const digits = Math.max(...numbers.map(x => fraction(x).length))
  const cells = aligned(numbers.map(x => `${x.toFixed(2).split('.')[0]}.${fraction(x).padEnd(digits)}`))
  const lines = rows.map((of, i) => row(cells.slice(i * of.length, (i + 1) * of.length)))
  return `[${lines.join('\n ')}]`
}
