/**
 * The same elements in the same order under another shape. Its transpose is the way back.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { isShape, type Shape, sameShape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { Sizes, Tensor } from '../../tensor/tensor.ts'
import { bind, requireTensor } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input } from '../core/rule.ts'

export interface ReshapeOptions {
  readonly shape: Shape
  /** Whether what is computed from the result is kept apart from what is computed from the input: see `barrier`. */
  readonly barrier?: true
}

export const Reshape: Primitive<ReshapeOptions> = {
  name: 'reshape',
  shape: (inputs, { shape }) => {
    const x = input(inputs, 0)
    if (!isShape(shape) || sizeOf(shape) !== sizeOf(x.shape))
      throw new ShapeError(
        `reshape cannot take ${showShape(x.shape)} (${sizeOf(x.shape)} elements) to ${showShape(shape)} (${sizeOf(shape)}).`,
        [shape, x.shape],
      )
    return { shape, dtype: x.dtype }
  },
  kernel: ([x], y) => y.elements.set(x!.elements),
  partials: ([x], _, options) => [
    x!.kind === 'float'
      ? {
          apply: dx => bind(Reshape, options, [dx]),
          transpose: dy => bind(Reshape, { shape: x!.shape }, [dy]),
        }
      : null,
  ],
}

/**
 * The same elements, in row-major order, under another shape of as many elements.
 *
 * @category Operations
 * @since 0.1.0
 */
export const reshape = takes('reshape', { shape: needs.shape }, () => reshapeUnchecked)

const reshapeUnchecked =
  <N extends number, S extends Sizes<N>>(shape: S) =>
  <K extends Kind>(x: Tensor<Shape, K>): Tensor<S, K> =>
    sameShape(requireTensor(x).shape, shape) ? (x as Tensor<S, K>) : bind(Reshape, { shape }, [x])

/**
 * The same tensor, of which programs do not know that it is the same: what is computed from it is computed anew, even if it was
 * computed before from the original. It costs nothing: no engine copies.
 *
 * @category Operations
 * @since 0.1.0
 */
export const barrier = takes('barrier', { x: needs.tensor }, () => barrierUnchecked)

const barrierUnchecked = <S extends Shape, K extends Kind>(x: Tensor<S, K>): Tensor<S, K> =>
  bind(Reshape, { shape: x.shape, barrier: true }, [x])
