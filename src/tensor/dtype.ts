/**
 * Element types. Types speak of two kinds, so that they stay readable: `float` (differentiable) and `integer` (indices,
 * labels, masks, bytes); which float or which integer is a matter of the run.
 *
 * @module
 */
import { ArgumentError } from './error.ts'

/**
 * The element types of tensors: 32- and 64-bit floats, 32-bit signed integers and bytes.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type DType = 'f32' | 'f64' | 'i32' | 'u8'

/**
 * What a type says of a tensor's elements: differentiable or not.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Kind = 'float' | 'integer'

/**
 * The element types of one kind.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type DTypeOf<K extends Kind> = K extends 'float' ? 'f32' | 'f64' : 'i32' | 'u8'

/**
 * The element types one can differentiate with respect to.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type FloatDType = DTypeOf<'float'>

/**
 * The element types of indices, labels and masks.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type IntegerDType = DTypeOf<'integer'>

/** The storage of one tensor. */
export type Elements = Float32Array | Float64Array | Int32Array | Uint8Array

/** The kind of an element type. */
export const kindOf = (dtype: DType): Kind => (dtype === 'f32' || dtype === 'f64' ? 'float' : 'integer')

/** Whether a string names an element type. */
export const isDType = (name: unknown): name is DType =>
  name === 'f32' || name === 'f64' || name === 'i32' || name === 'u8'

/** The largest finite number of each float type. */
export const largestOf: Readonly<Record<FloatDType, number>> = {
  f32: 3.4028234663852886e38,
  f64: Number.MAX_VALUE,
}

/** The most elements that a tensor can have: 2 GiB in f32, half of what WebAssembly addresses with 32 bits. */
export const mostElements = 2 ** 29

/**
 * Zeroed storage for `size` elements.
 *
 * @throws ArgumentError if that is more than a tensor can have.
 */
export const allocate = (dtype: DType, size: number): Elements => {
  if (size > mostElements)
    throw new ArgumentError(`No tensor has more than ${mostElements} elements, but one was to have ${size}.`)
  switch (dtype) {
    case 'f32':
      return new Float32Array(size)
    case 'f64':
      return new Float64Array(size)
    case 'i32':
      return new Int32Array(size)
    case 'u8':
      return new Uint8Array(size)
  }
}

/**
 * Whether a number can be stored in an element type without turning into another number. Floats take every number
 * (f32 rounds); integers take only integers in their range.
 */
export const represents = (dtype: DType, value: number): boolean => {
  switch (dtype) {
    case 'f32':
    case 'f64':
      return true
    case 'i32':
      return (value | 0) === value
    case 'u8':
      return (value & 255) === value
  }
}
