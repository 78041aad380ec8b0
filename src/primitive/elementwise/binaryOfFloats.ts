/**
 * Primitives made of functions of two floats.
 *
 * @module
 */
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { type Linear, type None, none, type Primitive } from '../core/primitive.ts'
import { input, requireFloat, requireSameDType, requireSameShape } from '../core/rule.ts'

/** A function of two floats, element by element, with its derivative in each in terms of both and of its value. */
export const binaryOfFloats = (
  name: string,
  f: (x: number, y: number) => number,
  partials: (x: Tensor, y: Tensor, z: Tensor) => readonly [Linear, Linear],
): Primitive<None> => ({
  name,
  shape: inputs => {
    const [x, y] = [input(inputs, 0), input(inputs, 1)]
    requireFloat(name, x)
    requireSameDType(name, x, y)
    requireSameShape(name, x, y)
    return { shape: x.shape, dtype: x.dtype }
  },
  kernel: ([x, y], z) => {
    for (let i = 0; i < z.elements.length; i++) z.elements[i] = f(x!.elements[i]!, y!.elements[i]!)
  },
  partials: ([x, y], z) => partials(x as Tensor, y as Tensor, z as Tensor),
})

/** A primitive of two tensors as a function of both. */
export const ofBoth =
  (primitive: Primitive<None>) =>
  <S extends Shape>(x: Tensor<S>, y: Tensor<S>): Tensor<S> =>
    bind(primitive, none, [x, y])
