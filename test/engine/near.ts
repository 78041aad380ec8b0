import { expect } from 'vitest'
import { type Tensor, toValues } from '../../src/index.ts'

const flat = (tree: unknown): readonly number[] =>
  Array.isArray(tree) || Object.getPrototypeOf(tree) === Object.prototype
    ? Object.values(tree as object).flatMap(flat)
    : Array.from(toValues(tree as Tensor))

/** Trees of the same numbers, to five digits; NaN is NaN. */
export const near = (x: unknown, y: unknown): void => {
  const [a, b] = [flat(x), flat(y)]
  expect(a).toHaveLength(b.length)
  a.forEach((value, i) => {
    if (Number.isNaN(b[i])) expect(value).toBeNaN()
    else expect(Math.abs(value - b[i]!)).toBeLessThan(1e-5 * (1 + Math.abs(b[i]!)))
  })
}
