/**
 * Tensors from and to nested arrays, the way one writes small ones by hand.
 *
 * @module
 */
import type { DType } from './dtype.ts'
import { ShapeError } from './error.ts'
import { type Shape, stridesOf } from './shape.ts'
import { type AnyTensor, elementsOf, fromValues, type KindOf, type Tensor } from './tensor.ts'

/** A number, or an array of nested arrays of one length. */
export type Nested = number | readonly Nested[]

/** The shape that a nested array has, as far as its type tells. */
export type ShapeOfNested<N> = N extends readonly (infer H)[]
  ? number extends N['length']
    ? [number, ...ShapeOfNested<H>]
    : [N['length'] & number, ...ShapeOfNested<N[0 & keyof N]>]
  : []

const shapeOf = (nested: Nested): Shape => {
  const shape: number[] = []
  for (let level: Nested | undefined = nested; Array.isArray(level); level = level[0])
    shape.push(level.length)
  return shape
}

const flatten = (nested: Nested, shape: Shape, path: readonly number[]): readonly number[] => {
  const depth = path.length
  const here = path.length === 0 ? 'the outermost level' : `[${path.join('][')}]`
  if (typeof nested === 'number') {
    if (depth === shape.length) return [nested]
    throw new ShapeError(
      `Ragged array: ${here} is a number where an array of ${shape[depth]} is needed.`,
      [shape],
      depth,
    )
  }
  if (!Array.isArray(nested))
    throw new ShapeError(`A nested array holds numbers only, but ${here} is ${String(nested)}.`, [shape])
  if (depth === shape.length)
    throw new ShapeError(`Ragged array: ${here} is an array where a number is needed.`, [shape], depth)
  if (nested.length !== shape[depth])
    throw new ShapeError(
      `Ragged array: ${here} has ${nested.length} entries, but its first sibling has ${shape[depth]}.`,
      [shape],
      depth,
    )
  return nested.flatMap((child: Nested, i: number) => flatten(child, shape, [...path, i]))
}

/**
 * A tensor from a nested array of numbers; f32 unless told otherwise.
 *
 * @throws ShapeError if the array is ragged, with the place.
 * @throws ArgumentError if a number does not fit an integer element type.
 *
 * @example
 * import { tensor } from 'pullback'
 * const x = tensor([[1, 2, 3], [4, 5, 6]])   // Tensor<[2, 3]>
 * const y = tensor([0, 4, 9, 1], 'i32')      // Tensor<[4], 'integer'>
 */
export const tensor = <const N extends Nested, D extends DType = 'f32'>(
  nested: N,
  dtype?: D,
): Tensor<ShapeOfNested<N>, KindOf<D>> => {
  const shape = shapeOf(nested)
  return fromValues<number, Shape, DType>(shape, flatten(nested, shape, []), dtype ?? 'f32') as never
}

/** The numbers of a tensor as a nested array; a number for a scalar. */
export const toNested = (x: AnyTensor): Nested => {
  const elements = elementsOf(x)
  const strides = stridesOf(x.shape)
  const build = (axis: number, offset: number): Nested =>
    axis === x.shape.length
      ? (elements[offset] as number)
      : Array.from({ length: x.shape[axis] as number }, (_, i) =>
          build(axis + 1, offset + i * (strides[axis] as number)),
        )
  return build(0, 0)
}
