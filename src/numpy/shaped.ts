/**
 * Draws in a shape.
 *
 * @module
 */
import type { State } from 'fp-ts/lib/State.js'
import { ShapeError } from '../tensor/error.ts'
import { isShape, type Shape, showShape, sizeOf } from '../tensor/shape.ts'
import { type Integers, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'
import { action, type RandomState } from './randomState.ts'
import type { Source } from './source.ts'

const requireSize = (name: string, shape: Shape): number => {
  if (!isShape(shape))
    throw new ShapeError(
      `${name} needs a shape of non-negative integers, but was given ${showShape(shape)}.`,
      [shape],
    )
  return sizeOf(shape)
}

/** Doubles, one draw after the other, in row-major order. */
export const floats = <S extends Shape>(
  name: string,
  shape: S,
  draw: (source: Source) => number,
): State<RandomState, Tensor<S>> => {
  const size = requireSize(name, shape)
  return action(source => {
    const elements = new Float64Array(size)
    for (let i = 0; i < size; i++) elements[i] = draw(source)
    return unsafeFromElements<S, 'float'>(shape, 'f64', elements)
  })
}

/** Integers, one draw after the other, in row-major order. */
export const integers = <S extends Shape>(
  name: string,
  shape: S,
  draw: (source: Source) => number,
): State<RandomState, Integers<S>> => {
  const size = requireSize(name, shape)
  return action(source => {
    const elements = new Int32Array(size)
    for (let i = 0; i < size; i++) elements[i] = draw(source)
    return unsafeFromElements<S, 'integer'>(shape, 'i32', elements)
  })
}
