/**
 * Sums, differences, products and quotients of two tensors of one shape and element type, element by element. Integers
 * stay integers and wrap around, exactly: modulo 2³² for i32 and 2⁸ for u8, as in NumPy and PyTorch.
 *
 * @module
 */
import { type Elements, type Kind, kindOf } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { type Linear, type None, none, type Primitive } from '../core/primitive.ts'
import { input, requireFloat, requireSameDType, requireSameShape } from '../core/rule.ts'

type Binary = <S extends Shape, K extends Kind>(x: Tensor<S, K>, y: Tensor<S, K>) => Tensor<S, K>

/** What an operation does to all elements. Each has a loop of its own, as one that calls a function is several times slower. */
type Loop = (xs: Elements, ys: Elements, zs: Elements) => void

const binary = (
  name: string,
  loop: Loop,
  partials: (x: Tensor, y: Tensor, z: Tensor) => readonly [Linear, Linear],
  onIntegers = loop,
): Primitive<None> => ({
  name,
  shape: inputs => {
    const x = input(inputs, 0)
    const y = input(inputs, 1)
    requireSameDType(name, x, y)
    requireSameShape(name, x, y)
    return { shape: x.shape, dtype: x.dtype }
  },
  kernel: ([x, y], z) =>
    (kindOf(z.dtype) === 'integer' ? onIntegers : loop)(x!.elements, y!.elements, z.elements),
  partials: (inputs, z) =>
    z.kind === 'float' ? partials(inputs[0] as Tensor, inputs[1] as Tensor, z as Tensor) : [null, null],
})

const itself: Linear = { apply: dx => dx, transpose: dy => dy }
const negated: Linear = { apply: dx => neg(dx), transpose: dy => neg(dy) }

/** A linear map that multiplies by a tensor, which is its own transpose. */
export const scaledBy = (factor: () => AnyTensor): Linear => ({
  apply: dx => mul(dx as Tensor, factor() as Tensor),
  transpose: dy => mul(dy as Tensor, factor() as Tensor),
})

export const Add = binary(
  'add',
  (xs, ys, zs) => {
    for (let i = 0; i < xs.length; i++) zs[i] = xs[i]! + ys[i]!
  },
  () => [itself, itself],
)

export const Sub = binary(
  'sub',
  (xs, ys, zs) => {
    for (let i = 0; i < xs.length; i++) zs[i] = xs[i]! - ys[i]!
  },
  () => [itself, negated],
)

export const Mul = binary(
  'mul',
  (xs, ys, zs) => {
    for (let i = 0; i < xs.length; i++) zs[i] = xs[i]! * ys[i]!
  },
  (x, y) => [scaledBy(() => y), scaledBy(() => x)],
  // A product of two integers may have more digits than a double, of which the lowest are what remains.
  (xs, ys, zs) => {
    for (let i = 0; i < xs.length; i++) zs[i] = Math.imul(xs[i]!, ys[i]!)
  },
)

const quotient = binary(
  'div',
  (xs, ys, zs) => {
    for (let i = 0; i < xs.length; i++) zs[i] = xs[i]! / ys[i]!
  },
  (_, y, z) => [
    { apply: dx => div(dx as Tensor, y), transpose: dz => div(dz as Tensor, y) },
    {
      apply: dy => neg(div(mul(dy as Tensor, z), y)),
      transpose: dz => neg(div(mul(dz as Tensor, z), y)),
    },
  ],
)

export const Div: Primitive<None> = {
  ...quotient,
  shape: inputs => {
    requireFloat('div', input(inputs, 0))
    return quotient.shape(inputs, none)
  },
}

export const Neg: Primitive<None> = {
  name: 'neg',
  shape: inputs => input(inputs, 0),
  kernel: ([x], y) => {
    const xs = x!.elements
    const ys = y.elements
    for (let i = 0; i < xs.length; i++) ys[i] = -xs[i]!
  },
  partials: ([x]) => [x!.kind === 'float' ? negated : null],
}

/** `x + y`, element by element. Integers wrap around. */
export const add: Binary = (x, y) => bind(Add, none, [x, y])

/** `x - y`, element by element. Integers wrap around. */
export const sub: Binary = (x, y) => bind(Sub, none, [x, y])

/** `x * y`, element by element. Integers wrap around, exactly. */
export const mul: Binary = (x, y) => bind(Mul, none, [x, y])

/** `x / y`, element by element, for floats. */
export const div = <S extends Shape>(x: Tensor<S>, y: Tensor<S>): Tensor<S> => bind(Div, none, [x, y])

/**
 * `-x`, element by element. Integers wrap around: of the least i32 that is itself, and of the u8 1 it is 255.
 *
 * @category Operations
 * @since 0.1.0
 */
export const neg = <S extends Shape, K extends Kind>(x: Tensor<S, K>): Tensor<S, K> => bind(Neg, none, [x])
