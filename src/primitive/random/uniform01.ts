/**
 * Random words as floats in [0, 1).
 *
 * @module
 */
import type { Elements, FloatDType } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { notDifferentiable, type Primitive } from '../core/primitive.ts'
import { input, requireInteger } from '../core/rule.ts'

export interface Uniform01Options {
  readonly dtype: FloatDType
}

/** f32 takes the upper 24 bits of the first word of a pair, f64 53 bits of both: every value has the same probability. */
export const fillUniform01 = (units: Elements, words: Elements, dtype: FloatDType): void => {
  if (dtype === 'f32') for (let i = 0; i < units.length; i++) units[i] = (words[2 * i]! >>> 8) * 2 ** -24
  else
    for (let i = 0; i < units.length; i++)
      units[i] = ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) * 2 ** -53
}

export const Uniform01: Primitive<Uniform01Options> = {
  name: 'uniform01',
  shape: (inputs, { dtype }) => {
    const words = input(inputs, 0)
    requireInteger('uniform01', words)
    if (words.shape.at(-1) !== 2)
      throw new ShapeError(
        `uniform01 needs pairs of words on the last axis, but was given ${showShape(words.shape)}.`,
        [words.shape],
      )
    return { shape: words.shape.slice(0, -1), dtype }
  },
  kernel: ([words], y, { dtype }) => fillUniform01(y.elements, words!.elements, dtype),
  partials: notDifferentiable,
}

/** Floats in [0, 1) from pairs of random words on the last axis. */
export const uniform01 =
  (dtype: FloatDType) =>
  <S extends Shape>(words: Integers<[...S, 2]>): Tensor<S> =>
    bind(Uniform01, { dtype }, [words])
