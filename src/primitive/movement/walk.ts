/**
 * Visiting the elements of a tensor under other strides, which is what moving, repeating and summing elements comes down to.
 *
 * @module
 */
import { type Shape, sizeOf } from '../../tensor/shape.ts'

/**
 * Visits every element of a shape in row-major order and tells where it lies under other strides: strides of 0 repeat.
 */
export const walk = (
  shape: Shape,
  strides: readonly number[],
  visit: (i: number, offset: number) => void,
): void => {
  if (shape.length === 0) {
    visit(0, 0)
    return
  }
  const last = shape.length - 1
  const [size, stride] = [shape[last]!, strides[last]!]
  const index = new Array<number>(last).fill(0)
  const rows = sizeOf(shape.slice(0, last))
  let start = 0
  for (let row = 0, i = 0; row < rows; row++) {
    for (let j = 0, offset = start; j < size; j++, offset += stride) visit(i++, offset)
    for (let axis = last - 1; axis >= 0; axis--) {
      start += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      start -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
}
