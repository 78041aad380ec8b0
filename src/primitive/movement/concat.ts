/**
 * Several tensors one after the other along an axis. Its transpose cuts them apart again.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Abstract, Linear, Primitive } from '../core/primitive.ts'
import { input, requireAxes, requireSameDType } from '../core/rule.ts'
import { pad, slice } from './pad.ts'

export interface ConcatOptions {
  readonly axis: number
}

const at = (rank: number, axis: number, n: number): readonly number[] =>
  Array.from({ length: rank }, (_, i) => (i === axis ? n : 0))

const requireFitting = (first: Abstract, other: Abstract, axis: number): void => {
  requireSameDType('concat', first, other)
  if (
    first.shape.length !== other.shape.length ||
    first.shape.some((n, i) => i !== axis && n !== other.shape[i])
  )
    throw new ShapeError(
      `concat along axis ${axis} needs the other axes to agree, but was given ${showShape(first.shape)} and ` +
        `${showShape(other.shape)}.`,
      [first.shape, other.shape],
      axis,
    )
}

export const Concat: Primitive<ConcatOptions> = {
  name: 'concat',
  shape: (inputs, { axis }) => {
    if (inputs.length === 0) throw new ShapeError('concat needs at least one tensor.', [])
    const first = input(inputs, 0)
    requireAxes('concat', first.shape, [axis])
    for (const other of inputs) requireFitting(first, other, axis)
    const total = inputs.reduce((n, x) => n + x.shape[axis]!, 0)
    return { shape: first.shape.map((n, i) => (i === axis ? total : n)), dtype: first.dtype }
  },
  kernel: (inputs, y, { axis }) => {
    const inner = sizeOf(y.shape.slice(axis + 1))
    const outer = sizeOf(y.shape.slice(0, axis))
    const row = y.shape[axis]! * inner
    let offset = 0
    for (const x of inputs) {
      const block = x.shape[axis]! * inner
      for (let i = 0; i < outer; i++)
        y.elements.set(x.elements.subarray(i * block, (i + 1) * block), i * row + offset)
      offset += block
    }
  },
  partials: (inputs, y, { axis }) =>
    inputs.map((x, i): Linear | null => {
      if (x.kind !== 'float') return null
      const rank = y.shape.length
      const before = inputs.slice(0, i).reduce((n, other) => n + other.shape[axis]!, 0)
      const after = y.shape[axis]! - before - x.shape[axis]!
      return {
        apply: dx => pad(at(rank, axis, before), at(rank, axis, after))(dx as Tensor),
        transpose: dy => slice(at(rank, axis, before), x.shape)(dy),
      }
    }),
}

/**
 * Tensors one after the other along an axis; their other axes must agree.
 *
 * @category Operations
 * @since 0.1.0
 */
export const concat = takes(
  'concat',
  [{ axis: needs.number }, { '...inputs': needs.tensor }],
  () => concatUnchecked,
)

const concatUnchecked =
  (axis: number) =>
  <K extends Kind>(...inputs: readonly Tensor<Shape, K>[]): Tensor<Shape, K> =>
    bind(Concat, { axis }, inputs as readonly AnyTensor[])
