/**
 * Random words as floats in [0, 1).
 *
 * @module
 */
import type { Elements, FloatDType } from '../tensor/dtype.ts'
import { ShapeError } from '../tensor/error.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import type { Integers, Tensor } from '../tensor/tensor.ts'
import { bind } from './bind.ts'
import { notDifferentiable, type Primitive } from './primitive.ts'
import { input, requireInteger } from './rule.ts'

export interface UnitOptions {
  readonly dtype: FloatDType
}

/** f32 takes the upper 24 bits of the first word of a pair, f64 53 bits of both: every value has the same probability. */
export const fillUnits = (units: Elements, words: Elements, dtype: FloatDType): void => {
  if (dtype === 'f32') for (let i = 0; i < units.length; i++) units[i] = (words[2 * i]! >>> 8) * 2 ** -24
  else
    for (let i = 0; i < units.length; i++)
      units[i] = ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) * 2 ** -53
}

export const Unit: Primitive<UnitOptions> = {
  name: 'unit',
  shape: (inputs, { dtype }) => {
    const words = input(inputs, 0)
    requireInteger('unit', words)
    if (words.shape.at(-1) !== 2)
      throw new ShapeError(
        `unit needs pairs of words on the last axis, but was given ${showShape(words.shape)}.`,
        [words.shape],
      )
    return { shape: words.shape.slice(0, -1), dtype }
  },
  kernel: ([words], y, { dtype }) => fillUnits(y.elements, words!.elements, dtype),
  partials: notDifferentiable,
}

/** Floats in [0, 1) from pairs of random words on the last axis. */
export const unit =
  (dtype: FloatDType) =>
  <S extends Shape>(words: Integers<[...S, 2]>): Tensor<S> =>
    bind(Unit, { dtype }, [words])
