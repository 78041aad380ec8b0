/**
 * Shapes: the sizes of a tensor's axes, outermost first. In types a literal is a known size, `number` is a size known
 * only at run time, and a leading `...number[]` stands for any number of leading axes.
 *
 * @module
 */

/**
 * The sizes of a tensor's axes. `[]` is a scalar.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Shape = readonly number[]

/** How many axes are named one by one, as deep as nested arrays go: as many as NumPy's arrays have. */
export const mostAxes = 64

/** How many axes a shape may have: as many as a file can announce, beyond all that are computed with. */
export const longestShape = 2 ** 15

/** How many elements a tensor of this shape has. */
export const sizeOf = (shape: Shape): number => {
  let size = 1
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis] as number
  return size
}

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

/** Shapes that were made, each frozen once: a model has few, and makes them again at every step. */
const known: (Shape | undefined)[] = new Array(512)

/** A shape that cannot be changed, with the sizes of this one. */
export const frozenShape = (shape: Shape): Shape => {
  if (Object.isFrozen(shape)) return shape
  let place = shape.length
  for (let axis = 0; axis < shape.length; axis++) place = (Math.imul(place, 31) + (shape[axis] as number)) | 0
  place &= known.length - 1
  const before = known[place]
  if (before !== undefined && sameShape(before, shape)) return before
  const own = Object.freeze([...shape])
  known[place] = own
  return own
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
export const isShape = (shape: Shape): boolean => {
  for (let axis = 0; axis < shape.length; axis++) {
    const n = shape[axis] as number
    if (!(Number.isSafeInteger(n) && n >= 0)) return false
  }
  return true
}
