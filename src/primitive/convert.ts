/**
 * The same numbers in another element type.
 *
 * @module
 */
import { type DType, kindOf } from '../tensor/dtype.ts'
import type { Shape } from '../tensor/shape.ts'
import type { AnyTensor, KindOf, Tensor } from '../tensor/tensor.ts'
import { bind } from './bind.ts'
import type { Primitive } from './primitive.ts'
import { input } from './rule.ts'

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

/** The same numbers in another element type. f64 to f32 rounds; floats to integers cut off the fraction and wrap. */
export const convert =
  <D extends DType>(dtype: D) =>
  <S extends Shape>(x: Tensor<S, 'float'> | Tensor<S, 'integer'>): Tensor<S, KindOf<D>> =>
    (x as AnyTensor).dtype === dtype ? (x as never) : bind(Convert, { dtype }, [x])
