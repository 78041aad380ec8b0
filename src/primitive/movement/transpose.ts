/**
 * Axes in another order. Its transpose is the inverse permutation.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape, stridesOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { bind, requireTensor } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireAxes } from '../core/rule.ts'
import { walk } from './walk.ts'

/** Axis `i` of the output is axis `axes[i]` of the input. */
export interface TransposeOptions {
  readonly axes: readonly number[]
}

const inverse = (axes: readonly number[]): readonly number[] => axes.map((_, i) => axes.indexOf(i))

export const Transpose: Primitive<TransposeOptions> = {
  name: 'transpose',
  shape: (inputs, { axes }) => {
    const x = input(inputs, 0)
    requireAxes('transpose', x.shape, axes)
    if (axes.length !== x.shape.length)
      throw new ShapeError(
        `transpose needs each axis of ${showShape(x.shape)} once, but was given [${axes.join(', ')}].`,
        [x.shape],
      )
    return { shape: axes.map(axis => x.shape[axis]!), dtype: x.dtype }
  },
  kernel: ([x], y, { axes }) => {
    const strides = stridesOf(x!.shape)
    walk(
      y.shape,
      axes.map(axis => strides[axis]!),
      (i, offset) => {
        y.elements[i] = x!.elements[offset]!
      },
    )
  },
  partials: ([x], _, { axes }) => [
    x!.kind === 'float'
      ? {
          apply: dx => bind(Transpose, { axes }, [dx]),
          transpose: dy => bind(Transpose, { axes: inverse(axes) }, [dy]),
        }
      : null,
  ],
}

/** The sizes of the axes in another order; known where both are known. */
export type Permuted<S extends Shape, Axes extends Shape> = number extends S['length'] | Axes['length']
  ? Shape
  : { -readonly [I in keyof Axes]: S[Axes[I] & keyof S] & number }

/**
 * Axes in another order: axis `i` of the result is axis `axes[i]` of `x`; by default all in reverse.
 *
 * @category Operations
 * @since 0.1.0
 */
export const transpose = takes('transpose', { axes: needs.optional(needs.numbers) }, () => transposeUnchecked)

function transposeUnchecked(): <M extends number, N extends number, K extends Kind>(
  x: Tensor<[M, N], K>,
) => Tensor<[N, M], K>
function transposeUnchecked<const Axes extends readonly number[]>(
  axes: Axes,
): <S extends Shape, K extends Kind>(x: Tensor<S, K>) => Tensor<Permuted<S, Axes>, K>
function transposeUnchecked(axes?: readonly number[]) {
  return <T extends AnyTensor>(x: AnyTensor): T =>
    bind(Transpose, { axes: axes ?? requireTensor(x).shape.map((_, axis) => x.shape.length - 1 - axis) }, [x])
}
