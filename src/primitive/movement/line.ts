/**
 * The lines of a tensor along an axis, and what moves along them by one place.
 *
 * @module
 */

import { full } from '../../tensor/function/constructors.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Abstract } from '../core/primitive.ts'
import { requireAxes, requireFloat } from '../core/rule.ts'
import { concat } from './concat.ts'
import { pad, Slice } from './pad.ts'

export interface AlongOptions {
  readonly axis: number
}

/** In which direction elements depend on others: on those before them, or in reverse on those after them. */
export interface DirectedOptions extends AlongOptions {
  readonly reverse: boolean
}

/** The shape of a primitive that keeps the shape of its floats and works along an axis. */
export const sameAlong = (name: string, x: Abstract, axis: number): Abstract => {
  requireFloat(name, x)
  requireAxes(name, x.shape, [axis])
  return { shape: x.shape, dtype: x.dtype }
}

/** Where the lines along an axis lie: blocks of `length` rows of `inner` elements, of which the columns are the lines. */
export interface Lines {
  readonly outer: number
  readonly length: number
  readonly inner: number
}

export const linesOf = (shape: Shape, axis: number): Lines => ({
  outer: sizeOf(shape.slice(0, axis)),
  length: shape[axis] as number,
  inner: sizeOf(shape.slice(axis + 1)),
})

const onAxis = (shape: Shape, axis: number, n: number): readonly number[] =>
  shape.map((_, i) => (i === axis ? n : 0))

/** Some places of an axis. */
export const part = <X extends AnyTensor>(x: X, axis: number, start: number, size: number): X =>
  bind(Slice, { start: onAxis(x.shape, axis, start), sizes: x.shape.with(axis, size) }, [x])

/** What stands before each place of an axis, and 0 at the first; or with -1 what stands after it, and 0 at the last. */
export const shifted = (x: Tensor, axis: number, by: 1 | -1): Tensor => {
  const n = x.shape[axis] as number
  if (n === 0) return x
  const [one, none] = [onAxis(x.shape, axis, 1), onAxis(x.shape, axis, 0)]
  return by === 1
    ? (pad(one, none)(part(x, axis, 0, n - 1)) as Tensor)
    : (pad(none, one)(part(x, axis, 1, n - 1)) as Tensor)
}

/** What stands before each place of an axis, and at the first a number, or what stands there itself. */
export const preceded = (x: Tensor, axis: number, first?: number): Tensor => {
  const n = x.shape[axis] as number
  if (n === 0) return x
  const head = first === undefined ? part(x, axis, 0, 1) : full(x.shape.with(axis, 1), first, x.dtype)
  return concat(axis)(head as Tensor, part(x, axis, 0, n - 1))
}
