/**
 * Tensors as plain functions from indices to numbers: what the meaning of primitives is written in a second time, without
 * strides, offsets or storage.
 *
 * @module
 */
import { type AnyTensor, type DType, fromValues, type Nested, type Shape, toNested } from '../../src/index.ts'

/** A shape, and the number at each index. */
export interface Plain {
  readonly shape: Shape
  readonly dtype: DType
  readonly at: (index: readonly number[]) => number
}

/** All indices of a shape, the last axis fastest. */
export const indicesOf = (shape: Shape): readonly (readonly number[])[] =>
  shape.reduce<readonly (readonly number[])[]>(
    (all, n) => all.flatMap(index => Array.from({ length: n }, (_, i) => [...index, i])),
    [[]],
  )

/** A tensor as a function of indices. */
export const plainOf = (x: AnyTensor): Plain => {
  const nested = toNested(x)
  return {
    shape: x.shape,
    dtype: x.dtype,
    at: index =>
      index.reduce<Nested>((level, i) => (level as readonly Nested[])[i] as Nested, nested) as number,
  }
}

/** The tensor that a function of indices describes. */
export const tensorOf = ({ shape, dtype, at }: Plain): AnyTensor =>
  fromValues(shape, indicesOf(shape).map(at), dtype) as AnyTensor

/** The function of indices that has one function applied to the numbers of others. */
export const pointwise =
  (f: (...values: readonly number[]) => number, dtype?: DType) =>
  (...xs: readonly Plain[]): Plain => {
    const first = xs[0] as Plain
    return { shape: first.shape, dtype: dtype ?? first.dtype, at: index => f(...xs.map(x => x.at(index))) }
  }

/** The axes of a shape that are not among the given ones. */
export const otherAxes = (shape: Shape, axes: readonly number[]): readonly number[] =>
  shape.map((_, axis) => axis).filter(axis => !axes.includes(axis))

/** All numbers of `x` whose index agrees with `index` outside of the given axes. */
export const along = (x: Plain, axes: readonly number[], index: readonly number[]): readonly number[] => {
  const kept = otherAxes(x.shape, axes)
  return indicesOf(axes.map(axis => x.shape[axis] as number)).map(inner =>
    x.at(
      x.shape.map(
        (_, axis) => (axes.includes(axis) ? inner[axes.indexOf(axis)] : index[kept.indexOf(axis)]) as number,
      ),
    ),
  )
}

/** What is left of a shape when axes are taken out. */
export const without = (shape: Shape, axes: readonly number[]): Shape =>
  otherAxes(shape, axes).map(axis => shape[axis] as number)
