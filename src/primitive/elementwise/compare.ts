/**
 * Comparisons, which give masks (u8, 0 or 1), choices by a mask, and the larger and smaller of two tensors.
 *
 * @module
 */

import type { Kind } from '../../tensor/dtype.ts'
import { full, zerosLike } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { type Linear, type None, none, notDifferentiable, type Primitive } from '../core/primitive.ts'
import { input, requireInteger, requireSameDType, requireSameShape } from '../core/rule.ts'
import { mul } from './arithmetic.ts'
import { binaryOfFloats } from './binaryOfFloats.ts'

const comparison = (name: string, holds: (x: number, y: number) => boolean): Primitive<None> => ({
  name,
  shape: inputs => {
    const [x, y] = [input(inputs, 0), input(inputs, 1)]
    requireSameDType(name, x, y)
    requireSameShape(name, x, y)
    return { shape: x.shape, dtype: 'u8' }
  },
  kernel: ([x, y], z) => {
    for (let i = 0; i < x!.elements.length; i++)
      z.elements[i] = holds(x!.elements[i]!, y!.elements[i]!) ? 1 : 0
  },
  partials: notDifferentiable,
})

export const Greater = comparison('greater', (x, y) => x > y)
export const GreaterEqual = comparison('greaterEqual', (x, y) => x >= y)
export const Equal = comparison('equal', (x, y) => x === y)

const masked = (mask: Integers, when: 0 | 1): Linear => {
  const keep = (d: AnyTensor): AnyTensor =>
    when === 1
      ? select(mask, d as Tensor, zerosLike(d as Tensor))
      : select(mask, zerosLike(d as Tensor), d as Tensor)
  return { apply: keep, transpose: keep }
}

export const Select: Primitive<None> = {
  name: 'select',
  shape: inputs => {
    const [mask, x, y] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    requireInteger('select (mask)', mask)
    requireSameDType('select', x, y)
    requireSameShape('select', x, y)
    requireSameShape('select', mask, x)
    return { shape: x.shape, dtype: x.dtype }
  },
  kernel: ([mask, x, y], z) => {
    for (let i = 0; i < z.elements.length; i++)
      z.elements[i] = mask!.elements[i]! !== 0 ? x!.elements[i]! : y!.elements[i]!
  },
  partials: ([mask, x]) =>
    x!.kind === 'float'
      ? [null, masked(mask as Integers, 1), masked(mask as Integers, 0)]
      : [null, null, null],
}

/** 1 where the first wins, 0 where it loses and a half where both are equal. */
const share = (wins: Integers, ties: Integers, like: Tensor): Tensor => {
  const constant = (value: number): Tensor => full(like.shape, value, like.dtype)
  return select(ties, constant(0.5), select(wins, constant(1), constant(0)))
}

const maxOrMin = (
  name: string,
  f: (x: number, y: number) => number,
  wins: (x: Tensor, y: Tensor) => Integers,
): Primitive<None> => {
  const weighted = (x: Tensor, y: Tensor): Linear => {
    const by = (d: AnyTensor): AnyTensor => mul(d as Tensor, share(wins(x, y), equal(x, y), x))
    return { apply: by, transpose: by }
  }
  return binaryOfFloats(name, f, (x, y) => [weighted(x, y), weighted(y, x)])
}

export const Maximum = maxOrMin('maximum', Math.max, (x, y) => greater(x, y))
export const Minimum = maxOrMin('minimum', Math.min, (x, y) => greater(y, x))

type Comparison = <S extends Shape, K extends Kind>(x: Tensor<S, K>, y: Tensor<S, K>) => Integers<S>

/** 1 where `x > y`, else 0, also where one is NaN. */
export const greater: Comparison = (x, y) => bind(Greater, none, [x, y])

/** 1 where `x ≥ y`, else 0, also where one is NaN. */
export const greaterEqual: Comparison = (x, y) => bind(GreaterEqual, none, [x, y])

/** 1 where `x = y`, else 0. NaN equals nothing, not even itself, and -0 equals 0. */
export const equal: Comparison = (x, y) => bind(Equal, none, [x, y])

/**
 * `x` where the mask is not 0, else `y`. What is not chosen gets a cotangent of 0, not even a NaN.
 *
 * But what it was computed from may get one: both branches are computed, and so are both pullbacks. In
 * `select(x > 0, log x, 0)` the pullback of the logarithm multiplies that 0 by 1 / x, and at x = 0 that is 0 · ∞ = NaN. The same
 * happens with `max(‖x‖, 1e-10)` at 0, with roots and with quotients. Choose the argument before the value:
 *
 *     select(isPositive, log(select(isPositive, x, onesLike(x))), zerosLike(x))
 *
 * or take a function that does: `safeLog`, `safeSqrt`, `safeDiv`, `norm`. PyTorch's and JAX's `where` have the same trap.
 *
 * @category Operations
 * @since 0.1.0
 */
export const select = <S extends Shape, K extends Kind>(
  mask: Integers<S>,
  x: Tensor<S, K>,
  y: Tensor<S, K>,
): Tensor<S, K> => bind(Select, none, [mask, x, y])

/**
 * The larger of two, element by element; NaN where one is NaN, and of -0 and 0 the larger is 0 (IEEE 754-2019 `maximum`, as in
 * `Math.max` and in PyTorch but for the zeros; NumPy's `maximum`). Where both are equal, each gets half of the cotangent (as in
 * PyTorch and JAX); where one is NaN, neither gets any (as in JAX; PyTorch gives it to both).
 */
export const maximum = <S extends Shape>(x: Tensor<S>, y: Tensor<S>): Tensor<S> => bind(Maximum, none, [x, y])

/**
 * The smaller of two, element by element; NaN where one is NaN, and of -0 and 0 the smaller is -0 (IEEE 754-2019 `minimum`, as in
 * `Math.min`). Where both are equal, each gets half of the cotangent (as in PyTorch and JAX); where one is
 * NaN, neither gets any (as in JAX; PyTorch gives it to both).
 */
export const minimum = <S extends Shape>(x: Tensor<S>, y: Tensor<S>): Tensor<S> => bind(Minimum, none, [x, y])
