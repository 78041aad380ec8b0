/**
 * Shapes: the sizes of a tensor's axes, outermost first. In types a literal is a known size, `number` is a size known
 * only at run time, and a leading `...number[]` stands for any number of leading axes.
 *
 * @module
 */

/** The sizes of a tensor's axes. `[]` is a scalar. */
export type Shape = readonly number[]

/** How many elements a tensor of this shape has. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1)

/** How far apart neighbours along each axis lie in row-major order. */
export const stridesOf = (shape: Shape): readonly number[] => {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis] as number
  }
  return strides
}

/** Exact equality of shapes. */
export const sameShape = (x: Shape, y: Shape): boolean => {
  if (x === y) return true
  if (x.length !== y.length) return false
  for (let axis = 0; axis < x.length; axis++) if (x[axis] !== y[axis]) return false
  return true
}

/** `[2, 3]` for the shape of a 2 by 3 matrix. */
export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`

/** Whether every entry is a non-negative integer. */
export const isShape = (shape: Shape): boolean => shape.every(n => Number.isSafeInteger(n) && n >= 0)
