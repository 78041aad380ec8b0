/**
 * A tensor times, or plus, a number that the program knows beforehand.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireFloat } from '../core/rule.ts'

export interface Constant {
  readonly constant: number
}

export const Scale: Primitive<Constant> = {
  name: 'scale',
  shape: inputs => {
    requireFloat('scale', input(inputs, 0))
    return input(inputs, 0)
  },
  kernel: ([x], y, { constant }) => {
    const xs = x!.elements
    const ys = y.elements
    for (let i = 0; i < xs.length; i++) ys[i] = xs[i]! * constant
  },
  partials: (_, __, { constant }) => [
    { apply: dx => scale(constant)(dx as Tensor), transpose: dy => scale(constant)(dy as Tensor) },
  ],
}

export const Shift: Primitive<Constant> = {
  name: 'shift',
  shape: inputs => {
    requireFloat('shift', input(inputs, 0))
    return input(inputs, 0)
  },
  kernel: ([x], y, { constant }) => {
    const xs = x!.elements
    const ys = y.elements
    for (let i = 0; i < xs.length; i++) ys[i] = xs[i]! + constant
  },
  partials: () => [{ apply: dx => dx, transpose: dy => dy }],
}

/**
 * `constant · x`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const scale = takes('scale', { constant: needs.number }, () => scaleUnchecked)

const scaleUnchecked =
  (constant: number) =>
  <S extends Shape>(x: Tensor<S>): Tensor<S> =>
    bind(Scale, { constant }, [x])

/**
 * `x + constant`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const shift = takes('shift', { constant: needs.number }, () => shiftUnchecked)

const shiftUnchecked =
  (constant: number) =>
  <S extends Shape>(x: Tensor<S>): Tensor<S> =>
    bind(Shift, { constant }, [x])
