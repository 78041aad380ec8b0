/**
 * Tensors from and to nested arrays, the way one writes small ones by hand.
 *
 * @module
 */

import { requireArgument } from '../contract/argument.ts'
import { dtype as dtypeArgument } from '../contract/shapes.ts'
import { takes } from '../contract/takes.ts'
import { tensor as tensorArgument } from '../contract/tensors.ts'
import { allocate, type DType, type Elements, type Kind, mostElements, represents } from '../dtype.ts'
import { ArgumentError, ShapeError } from '../error.ts'
import { mostAxes, type Shape, sizeOf, stridesOf } from '../shape.ts'
import { isList } from '../stranger.ts'
import {
  type AnyTensor,
  type DTypeOfArray,
  elementsOf,
  type KindOf,
  type Tensor,
  unsafeFromElements,
} from '../tensor.ts'
import { copyInto, dtypeOfElements, isTypedArray, notValid, type TypedArray } from '../typedArray.ts'
import { scalar } from './constructors.ts'

/**
 * A number, or an array of nested arrays of one length.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Nested = number | readonly Nested[]

/**
 * What a tensor is made of: as `Nested`, whose innermost arrays may be typed arrays.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Rows = number | TypedArray | readonly Rows[]

/** The shape that a nested array has, as far as its type tells. */
export type ShapeOfNested<N> = N extends readonly (infer H)[]
  ? number extends N['length']
    ? [number, ...ShapeOfNested<H>]
    : [N['length'] & number, ...ShapeOfNested<N[0 & keyof N]>]
  : []

/** The kind of what is made of typed arrays `E`, if no element type or `D` is asked for. */
type KindOfArray<E, D extends DType> = [D] extends [never] ? KindOf<DTypeOfArray<E>> : KindOf<D>

/** Makes tensors of typed arrays, of rows that are typed arrays, and of nested arrays of numbers. */
export interface MakeTensor {
  <E extends TypedArray, D extends DType = never>(array: E, dtype?: D): Tensor<[number], KindOfArray<E, D>>
  <E extends TypedArray, D extends DType = never>(
    rows: readonly E[],
    dtype?: D,
  ): Tensor<[number, number], KindOfArray<E, D>>
  <const N extends Nested, D extends DType = 'f32'>(nested: N, dtype?: D): Tensor<ShapeOfNested<N>, KindOf<D>>
}

const isArray = (x: unknown): x is readonly Rows[] | TypedArray => isList(x) || isTypedArray(x)

/** The first of the innermost arrays (or the number itself), and the shape that it announces for all. */
const firstOf = (nested: Rows): readonly [shape: Shape, innermost: unknown] => {
  const shape: number[] = []
  let level: unknown = nested
  while (isArray(level)) {
    if (shape.length === mostAxes)
      throw new ArgumentError(
        `A nested array has at most ${mostAxes} levels, but this one has more. Is it in itself?`,
      )
    shape.push(level.length)
    if (isTypedArray(level) || level.length === 0 || !isArray(level[0])) break
    level = level[0]
  }
  return [shape, level]
}

const placeOf = (path: readonly number[]): string =>
  path.length === 0 ? 'the outermost level' : `[${path.join('][')}]`

const ragged = (shape: Shape, path: readonly number[], what: string): ShapeError =>
  new ShapeError(`Ragged array: ${placeOf(path)} ${what}`, [shape], path.length)

const longestText = 40

const show = (x: unknown): string => {
  if (typeof x === 'function') return 'a function'
  if (typeof x !== 'object' || x === null)
    return typeof x === 'string' && x.length > longestText ? `${x.slice(0, longestText)}…` : String(x)
  // What cannot be looked at, such as a proxy that has been revoked, throws here.
  try {
    return `a ${Object.prototype.toString.call(x).slice(8, -1)}`
  } catch {
    return 'an object that cannot be looked at'
  }
}

/** The error of what is neither a number nor an array where it may be one. */
const misplaced = (shape: Shape, path: readonly number[], x: unknown): ShapeError => {
  if (isArray(x)) return ragged(shape, path, 'is an array where a number is needed.')
  if (typeof x === 'number')
    return ragged(shape, path, `is a number where an array of ${shape[path.length]} is needed.`)
  return new ShapeError(`A nested array holds numbers only, but ${placeOf(path)} is ${show(x)}.`, [shape])
}

/** Visits the innermost arrays of a nested array in row-major order, after checking that all have the sizes of the first. */
const eachRow = (
  shape: Shape,
  nested: unknown,
  path: readonly number[],
  visit: (row: readonly unknown[] | TypedArray, path: readonly number[]) => void,
): void => {
  const depth = path.length
  if (!isArray(nested)) throw misplaced(shape, path, nested)
  if (nested.length !== shape[depth])
    throw ragged(shape, path, `has ${nested.length} entries, but its first sibling has ${shape[depth]}.`)
  if (depth === shape.length - 1) visit(nested, path)
  else if (isTypedArray(nested)) throw misplaced(shape, [...path, 0], 0)
  else for (let i = 0; i < nested.length; i++) eachRow(shape, nested[i], [...path, i], visit)
}

/** Writes numbers into elements, from `offset` on. */
const copyNumbers = (
  elements: Elements,
  offset: number,
  row: readonly unknown[],
  dtype: DType,
  fail: (i: number, value: unknown) => Error,
): void => {
  const takesAll = dtype === 'f32' || dtype === 'f64'
  for (let i = 0; i < row.length; i++) {
    const value = row[i]
    if (typeof value !== 'number' || !(takesAll || represents(dtype, value))) throw fail(i, value)
    elements[offset + i] = value
  }
}

/** How many rows of what announces more than there can be are looked at before it is refused. */
const tried = 2 ** 18

/** Requires all to have the sizes of the first, where more is announced than a tensor has: rows that are shared, or soon ragged. */
const requireSizes = (shape: Shape, nested: unknown): void => {
  const isImpossible = sizeOf(shape) > mostElements
  let rows = 0
  eachRow(shape, nested, [], () => {
    if (isImpossible && ++rows > tried) allocate('f32', sizeOf(shape))
  })
}

/** The elements of a nested array of a shape. */
const elementsOfRows = (nested: Rows, shape: Shape, dtype: DType, isInferred: boolean): Elements => {
  // Sizes first: a ragged array may announce more elements than any memory has.
  requireSizes(shape, nested)
  const elements = allocate(dtype, sizeOf(shape))
  let offset = 0
  eachRow(shape, nested, [], (row, path) => {
    const place = (i: number) => placeOf([...path, i])
    if (!isTypedArray(row))
      copyNumbers(elements, offset, row, dtype, (i, value) =>
        typeof value === 'number' ? notValid(value, place(i), dtype) : misplaced(shape, [...path, i], value),
      )
    else {
      const own = dtypeOfElements(row)
      if (isInferred && own !== dtype)
        throw new ArgumentError(
          `Arrays of different element types: ${placeOf(path)} is ${own}, but the first is ${dtype}. Give a dtype for all ` +
            'of them.',
        )
      copyInto(elements, offset, row, dtype, place)
    }
    offset += row.length
  })
  return elements
}

/**
 * A tensor with a copy of a nested array of numbers, or of typed arrays; `Buffer` is one of bytes.
 *
 * The element type is that of the typed arrays (f32 for 16-bit floats, i32 for integers other than bytes), and f32 for
 * numbers. Typed arrays are copied in bulk.
 *
 * @throws ShapeError if the array is ragged, has holes or something else than numbers in it, with the place.
 * @throws ArgumentError if a number does not fit an integer element type, with the place: 64-bit integers become i32 if
 * they fit 32 bits.
 *
 * @example
 * import { tensor } from 'pullback'
 * const x = tensor([[1, 2, 3], [4, 5, 6]])   // Tensor<[2, 3]>
 * const y = tensor([0, 4, 9, 1], 'i32')      // Tensor<[4], 'integer'>
 * const z = tensor(Float64Array.of(1, 2))    // Tensor<[number]>, f64
 *
 * @category Tensors
 * @since 0.1.0
 */
export const tensor: MakeTensor = <T extends AnyTensor>(rows: Rows, dtype?: DType): T => {
  if (dtype !== undefined) requireArgument('tensor', 'dtype', dtypeArgument, dtype)
  if (typeof rows === 'number') return scalar(rows, dtype) as AnyTensor as T
  const [shape, innermost] = firstOf(rows)
  const type = dtype ?? (isTypedArray(innermost) ? dtypeOfElements(innermost) : 'f32')
  return unsafeFromElements<Shape, Kind>(
    shape,
    type,
    elementsOfRows(rows, shape, type, dtype === undefined),
  ) as AnyTensor as T
}

/**
 * The numbers of a tensor as a nested array; a number for a scalar.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const toNested = takes('toNested', { x: tensorArgument }, () => toNestedUnchecked)

const toNestedUnchecked = (x: AnyTensor): Nested => {
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
