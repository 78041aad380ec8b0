/**
 * Values of a graph that is written: what they are called, their element types, and which of their axes only repeat.
 *
 * @module
 */
import type { Extents } from '../../exchange/varying.ts'
import type { DType } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'

/** An element type of ONNX that is written: those of tensors, truth, and the integers of indices and of words. */
export type Element = 'f32' | 'f64' | 'i32' | 'u8' | 'bool' | 'i64' | 'u32'

/** ONNX's numbers of the element types. */
export const elementNumbers: { readonly [E in Element]: number } = {
  f32: 1,
  u8: 2,
  i32: 6,
  i64: 7,
  bool: 9,
  f64: 11,
  u32: 12,
}

/** A shape, what of it depends on the batch, and an element type. */
export interface Type {
  readonly shape: Shape
  readonly extents: Extents
  readonly element: Element
}

/**
 * A value. What a node gives may have fewer numbers than the value, which repeats along axes where it has a size of 1, and along
 * leading axes that it has not: operations on each element broadcast as much themselves.
 */
export interface Value extends Type {
  readonly name: string
  /** The shape of what the name stands for. */
  readonly held: Shape
}

/** The type of a tensor, whose sizes may depend on the batch. */
export const typeOf = (
  { shape, dtype }: { readonly shape: Shape; readonly dtype: DType },
  extents: Extents = shape.map(() => null),
): Type => ({ shape, extents, element: dtype })

export const isFloating = ({ element }: Pick<Type, 'element'>): boolean =>
  element === 'f32' || element === 'f64'

/** Whether a value is there with all of its numbers. */
export const isFull = ({ shape, held }: Value): boolean =>
  held.length === shape.length && held.every((n, axis) => n === shape[axis])

/** What of the held shape depends on the batch: where it does not repeat, what does of the value. */
export const heldExtents = ({ shape, extents, held }: Value): Extents => {
  const before = shape.length - held.length
  return held.map((n, axis) => (n === shape[before + axis] ? (extents[before + axis] ?? null) : null))
}

/** The shape in which values of these shapes are put beside each other. */
export const broadcastShapes = (shapes: readonly Shape[]): Shape => {
  const rank = Math.max(0, ...shapes.map(shape => shape.length))
  return Array.from({ length: rank }, (_, axis) =>
    shapes.reduce((size, shape) => {
      const n = shape[axis - rank + shape.length] ?? 1
      return size === 1 ? n : size
    }, 1),
  )
}

export const sameExtents = (xs: Extents, ys: Extents): boolean =>
  xs.length === ys.length && xs.every((x, i) => x?.times === ys[i]?.times && x?.plus === ys[i]?.plus)
