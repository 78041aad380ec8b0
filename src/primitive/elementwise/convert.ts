/**
 * The same numbers in another element type.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { type DType, kindOf } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, KindOf, Tensor } from '../../tensor/tensor.ts'
import { bind, requireTensor } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input } from '../core/rule.ts'

export interface ConvertOptions {
  readonly dtype: DType
}

export const Convert: Primitive<ConvertOptions> = {
  name: 'convert',
  shape: (inputs, { dtype }) => ({ shape: input(inputs, 0).shape, dtype }),
  kernel: ([x], y) => y.elements.set(x!.elements),
  partials: ([x], _, { dtype }) => [
    x!.kind === 'float' && kindOf(dtype) === 'float'
      ? {
          apply: dx => bind(Convert, { dtype }, [dx]),
          transpose: dy => bind(Convert, { dtype: x!.dtype }, [dy]),
        }
      : null,
  ],
}

/**
 * The same numbers in another element type. f64 to f32 rounds to the nearest, ties to even, and to ±∞ beyond the largest.
 * Floats to integers cut off the fraction; what is then out of range wraps around, modulo 2³² for i32 and 2⁸ for u8, and NaN
 * and ±∞ become 0: the conventions of JavaScript's typed arrays, on every engine. (NumPy and PyTorch leave those to the
 * processor, so that their results differ between machines.)
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.convert('i32')(tensor([1.9, -1.9, NaN, 2 ** 32 + 5], 'f64')) // 1, -1, 0, 5
 *
 * @category Operations
 * @since 0.1.0
 */
export const convert = takes('convert', { dtype: needs.dtype }, () => convertUnchecked)

const convertUnchecked =
  <D extends DType>(dtype: D) =>
  <S extends Shape>(x: Tensor<S, 'float'> | Tensor<S, 'integer'>): Tensor<S, KindOf<D>> =>
    requireTensor(x as AnyTensor).dtype === dtype
      ? (x as AnyTensor as Tensor<S, KindOf<D>>)
      : bind(Convert, { dtype }, [x])
