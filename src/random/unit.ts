/**
 * Samples of [0, 1) and of the exponential distribution of rate 1: what other samples are made of.
 *
 * @module
 */
import { neg } from '../primitive/elementwise/arithmetic.ts'
import { log1p } from '../primitive/elementwise/elementary.ts'
import { bits } from '../primitive/random/bits.ts'
import { uniform01 } from '../primitive/random/uniform01.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import type { Shape } from '../tensor/shape.ts'
import type { Integers, Tensor } from '../tensor/tensor.ts'
import { domains, type Key } from './key.ts'

/** Pairs of words for samples of a shape. */
export const wordsFor = <S extends Shape>(shape: S, key: Key): Integers<[...S, 2]> =>
  bits([...shape, 2], domains.draw)(key.bits) as Integers as Integers<[...S, 2]>

/** Samples of [0, 1). */
export const standardUniform = <S extends Shape>(shape: S, dtype: FloatDType, key: Key): Tensor<S> =>
  uniform01(dtype)(wordsFor(shape, key))

/** `-log(1 - u)`, for u in [0, 1). */
export const minusLogOfRest = <S extends Shape>(u: Tensor<S>): Tensor<S> => neg(log1p(neg(u)))
