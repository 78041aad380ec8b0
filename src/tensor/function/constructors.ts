/**
 * Tensors of given numbers.
 *
 * @module
 */

import { number as numberArgument } from '../contract/numbers.ts'
import { described, optional } from '../contract/plain.ts'
import { dtype as dtypeArgument, shape as shapeArgument } from '../contract/shapes.ts'
import { takes } from '../contract/takes.ts'
import { tensor as tensorArgument } from '../contract/tensors.ts'
import { allocate, type DType, type Kind, represents } from '../dtype.ts'
import { ArgumentError, ShapeError } from '../error.ts'
import { isShape, type Shape, showShape, sizeOf } from '../shape.ts'
import { showValue } from '../showValue.ts'
import {
  type AnyTensor,
  type DTypeOfArray,
  type KindOf,
  type Sizes,
  type Tensor,
  unsafeFromElements,
  unsafeUniform,
} from '../tensor.ts'
import { copied, dtypeOfElements, isTypedArray, notValid, type TypedArray } from '../typedArray.ts'

const listLike = described(
  'an array of numbers',
  x => Array.isArray(x) || (ArrayBuffer.isView(x) && 'length' in x),
)

/**
 * A tensor with a copy of the given numbers, in row-major order.
 *
 * @throws ShapeError if the count does not fit the shape.
 * @throws ArgumentError if a number does not fit an integer element type.
 *
 * @example
 * import { fromValues } from 'pullback'
 * const x = fromValues([2, 3], [1, 2, 3, 4, 5, 6])
 *
 * @category Tensors
 * @since 0.1.0
 */
export const fromValues = takes(
  'fromValues',
  { shape: shapeArgument, values: listLike, dtype: optional(dtypeArgument) },
  () => fromValuesUnchecked,
)

const fromValuesUnchecked = <N extends number, S extends Sizes<N>, D extends DType = 'f32'>(
  shape: S,
  values: ArrayLike<number>,
  dtype?: D,
): Tensor<S, KindOf<D>> => {
  const type: DType = dtype ?? 'f32'
  if (!isShape(shape))
    throw new ShapeError(`A shape needs non-negative integers, but was ${showShape(shape)}.`, [shape])
  if (sizeOf(shape) !== values.length)
    throw new ShapeError(
      `Shape ${showShape(shape)} has ${sizeOf(shape)} elements, but ${values.length} values were given.`,
      [shape, [values.length]],
    )
  if (isTypedArray(values))
    return unsafeFromElements<Shape, Kind>([...shape], type, copied(values, type)) as AnyTensor as Tensor<
      S,
      KindOf<D>
    >
  const elements = allocate(type, values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (typeof value !== 'number' || !represents(type, value)) throw notValid(value, `position ${i}`, type)
    elements[i] = value
  }
  return unsafeFromElements<Shape, Kind>([...shape], type, elements) as AnyTensor as Tensor<S, KindOf<D>>
}

/**
 * A tensor with a copy of a typed array, of whatever realm, and the element type that the array has: f32 for 16-bit
 * floats, i32 for integers other than bytes.
 *
 * @throws ShapeError if the count does not fit the shape.
 * @throws ArgumentError if a wider integer does not fit 32 bits, or if it is not a typed array.
 * @category Tensors
 * @since 0.1.0
 */
export const fromElements = takes(
  'fromElements',
  { shape: shapeArgument, elements: listLike },
  () => fromElementsUnchecked,
)

const fromElementsUnchecked = <N extends number, S extends Sizes<N>, E extends TypedArray>(
  shape: S,
  elements: E,
): Tensor<S, KindOf<DTypeOfArray<E>>> => {
  if (!isTypedArray(elements))
    throw new ArgumentError(
      `fromElements needs a typed array, but was given ${showValue(elements)}. Use fromValues for an array of numbers.`,
    )
  return fromValuesUnchecked(
    shape,
    elements as ArrayLike<number>,
    dtypeOfElements(elements),
  ) as AnyTensor as Tensor<S, KindOf<DTypeOfArray<E>>>
}

/**
 * A scalar.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const scalar = takes(
  'scalar',
  { value: numberArgument, dtype: optional(dtypeArgument) },
  () => scalarUnchecked,
)

const scalarUnchecked = <D extends DType = 'f32'>(value: number, dtype?: D): Tensor<[], KindOf<D>> =>
  fromValuesUnchecked([], [value], dtype)

/**
 * A tensor whose elements are all one number.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const full = takes(
  'full',
  { shape: shapeArgument, value: numberArgument, dtype: optional(dtypeArgument) },
  () => fullUnchecked,
)

const fullUnchecked = <N extends number, S extends Sizes<N>, D extends DType = 'f32'>(
  shape: S,
  value: number,
  dtype?: D,
): Tensor<S, KindOf<D>> => {
  const type: DType = dtype ?? 'f32'
  if (!isShape(shape))
    throw new ShapeError(`A shape needs non-negative integers, but was ${showShape(shape)}.`, [shape])
  if (!represents(type, value))
    throw new ArgumentError(`Value ${String(value)} is not a valid ${type}. Give a dtype that can hold it.`)
  return unsafeUniform<Shape, Kind>([...shape], type, value) as AnyTensor as Tensor<S, KindOf<D>>
}

/**
 * Zeros of the given shape.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const zeros = takes(
  'zeros',
  { shape: shapeArgument, dtype: optional(dtypeArgument) },
  () => zerosUnchecked,
)

const zerosUnchecked = <N extends number, S extends Sizes<N>, D extends DType = 'f32'>(
  shape: S,
  dtype?: D,
): Tensor<S, KindOf<D>> => fullUnchecked(shape, 0, dtype)

/**
 * Zeros of a tensor's shape and element type: the neutral element of its cotangents.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const zerosLike = takes('zerosLike', { x: tensorArgument }, () => zerosLikeUnchecked)

const zerosLikeUnchecked = <S extends Shape, K extends Kind>(x: Tensor<S, K>): Tensor<S, K> =>
  unsafeUniform<S, K>(x.shape, x.dtype, 0)

/**
 * Ones of a tensor's shape and element type.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const onesLike = takes('onesLike', { x: tensorArgument }, () => onesLikeUnchecked)

const onesLikeUnchecked = <S extends Shape, K extends Kind>(x: Tensor<S, K>): Tensor<S, K> =>
  unsafeUniform<S, K>(x.shape, x.dtype, 1)

/**
 * Ones of the given shape.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const ones = takes(
  'ones',
  { shape: shapeArgument, dtype: optional(dtypeArgument) },
  () => onesUnchecked,
)

const onesUnchecked = <N extends number, S extends Sizes<N>, D extends DType = 'f32'>(
  shape: S,
  dtype?: D,
): Tensor<S, KindOf<D>> => fullUnchecked(shape, 1, dtype)
