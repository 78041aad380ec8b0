/**
 * Visiting the elements of a tensor under other strides, which is what moving, repeating and summing elements comes down to.
 *
 * @module
 */
import type { Shape } from '../tensor/shape.ts'

/**
 * Visits every element of a shape in row-major order and tells where it lies under other strides: strides of 0 repeat.
 */
export const walk = (
  shape: Shape,
  strides: readonly number[],
  visit: (i: number, offset: number) => void,
): void => {
  const rank = shape.length
  const index = new Array<number>(rank).fill(0)
  const size = shape.reduce((product, n) => product * n, 1)
  let offset = 0
  for (let i = 0; i < size; i++) {
    visit(i, offset)
    for (let axis = rank - 1; axis >= 0; axis--) {
      offset += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      offset -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
}
