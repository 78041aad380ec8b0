/**
 * Primitives made of functions of one float.
 *
 * @module
 */

import { zerosLike } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { type Linear, type None, none, type Primitive } from '../core/primitive.ts'
import { input, requireFloat } from '../core/rule.ts'
import { div } from './arithmetic.ts'

/** A function of floats, element by element, with its derivative in terms of its argument and its value. */
export const unary = (
  name: string,
  f: (x: number) => number,
  partial: (x: Tensor, y: Tensor) => Linear,
): Primitive<None> => ({
  name,
  shape: inputs => {
    requireFloat(name, input(inputs, 0))
    return input(inputs, 0)
  },
  kernel: ([x], y) => {
    for (let i = 0; i < x!.elements.length; i++) y.elements[i] = f(x!.elements[i]!)
  },
  partials: ([x], y) => [partial(x as Tensor, y as Tensor)],
})

/** Division by a tensor is its own transpose. */
export const dividedBy = (divisor: () => Tensor): Linear => ({
  apply: dx => div(dx as Tensor, divisor()),
  transpose: dy => div(dy as Tensor, divisor()),
})

/** The derivative of what is constant in pieces: 0. */
export const flat: Linear = { apply: dx => zerosLike(dx), transpose: dy => zerosLike(dy) }
/** A primitive of one tensor as an operation. */
export const operation =
  (primitive: Primitive<None>) =>
  <S extends Shape>(x: Tensor<S>): Tensor<S> =>
    bind(primitive, none, [x])
