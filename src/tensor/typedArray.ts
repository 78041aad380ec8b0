/**
 * Typed arrays of any class and from any realm (a frame, a context of Node's `vm`, Jest's sandbox) as elements of tensors.
 *
 * @module
 */

import { allocate, type DType, type Elements, represents } from './dtype.ts'
import { ArgumentError } from './error.ts'
import { showValue } from './showValue.ts'

/**
 * The typed arrays that a tensor can be made of. `Buffer` is one of bytes.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type TypedArray =
  | Elements
  | Int8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array

/** The element types that hold what the classes hold. Wider integers become i32, if all of them fit. */
const dtypes = {
  Float16Array: 'f32',
  Float32Array: 'f32',
  Float64Array: 'f64',
  Int8Array: 'i32',
  Int16Array: 'i32',
  Int32Array: 'i32',
  Uint8Array: 'u8',
  Uint8ClampedArray: 'u8',
  Uint16Array: 'i32',
  Uint32Array: 'i32',
  BigInt64Array: 'i32',
  BigUint64Array: 'i32',
} as const satisfies Readonly<Record<string, DType>>

type ClassName = keyof typeof dtypes

// The getter reads an internal slot. Unlike `instanceof` it knows typed arrays of other realms, and nothing can pretend to be one.
const slot = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)
  ?.get as (this: unknown) => ClassName | undefined

/** The name of a typed array's class; `undefined` for anything else. */
export const classOf = (x: unknown): ClassName | undefined => slot.call(x)

/** Whether a value is a typed array, of whatever class and realm. A `DataView` is not. */
export const isTypedArray = (x: unknown): x is TypedArray => classOf(x) !== undefined

/** Whether a typed array has lost its memory: it went to another thread, or was made smaller. It then seems to have no elements. */
export const isGone = (x: TypedArray): boolean => {
  if (x.length > 0) return false
  try {
    // The specification looks at the memory first.
    Uint8Array.prototype.at.call(x as Uint8Array, 0)
    return false
  } catch {
    return true
  }
}

/** The element type of a typed array, by its class: f32 for 16-bit floats, i32 for integers other than bytes. */
export const dtypeOfElements = (elements: TypedArray): DType => dtypes[classOf(elements) as ClassName]

/** Whether every element of the one class is one of the other type, so that nothing has to be looked at. */
const alwaysFits = (name: ClassName, dtype: DType): boolean =>
  dtype === 'f32' || dtype === 'f64'
    ? !name.startsWith('Big')
    : dtype === dtypes[name] && name !== 'Uint32Array' && !name.startsWith('Big')

const longestText = 40

/** What an element is called that its type cannot hold. */
export const notValid = (value: unknown, place: string, dtype: DType): ArgumentError =>
  new ArgumentError(
    `Value ${typeof value === 'string' ? `'${value.slice(0, longestText)}'` : typeof value === 'number' || typeof value === 'bigint' ? value : showValue(value)} at ${place} is not a valid ${dtype}. ` +
      'Give a dtype that can hold it.',
  )

/**
 * Copies a typed array into elements of a type, from `offset` on; in bulk where every number of its class fits.
 *
 * @throws ArgumentError that names the first number that does not fit.
 */
export const copyInto = (
  target: Elements,
  offset: number,
  source: TypedArray,
  dtype: DType,
  place: (i: number) => string,
): void => {
  if (isGone(source))
    throw new ArgumentError(
      `A ${classOf(source)} whose memory is gone has no numbers: it was transferred to another thread, or made smaller. Copy it ` +
        'before: array.slice().',
    )
  if (alwaysFits(classOf(source) as ClassName, dtype)) {
    target.set(source as Elements, offset)
    return
  }
  for (let i = 0; i < source.length; i++) {
    const given = source[i] as number | bigint
    const value = Number(given)
    const isExact = typeof given === 'number' || BigInt(value) === given
    if (!(isExact && represents(dtype, value))) throw notValid(given, place(i), dtype)
    target[offset + i] = value
  }
}

/** A copy of a typed array as elements of a type. */
export const copied = (source: TypedArray, dtype: DType): Elements => {
  const elements = allocate(dtype, source.length)
  copyInto(elements, 0, source, dtype, i => `position ${i}`)
  return elements
}
