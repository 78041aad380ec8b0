/**
 * Samples of normal distributions between bounds.
 *
 * @module
 */
import type { FloatDType } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { type None, none, type Primitive } from '../core/primitive.ts'
import { add, mul, neg, sub } from '../elementwise/arithmetic.ts'
import { exp } from '../elementwise/elementary.ts'
import { scale, shift } from '../elementwise/scale.ts'
import { truncatedNormalOf } from '../special/truncatedNormalOf.ts'
import { eachProbability, quantileShape, slopeBy } from './quantile.ts'
import { uniform01 } from './uniform01.ts'

/** `exp((z² - bound²) / 2)`, the density at the bound beside that at z; 0 of an infinite bound. */
const densities = (z: Tensor, bound: Tensor): Tensor => exp(scale(0.5)(mul(sub(z, bound), add(z, bound))))

export const TruncatedNormalQuantile: Primitive<None> = {
  name: 'truncatedNormalQuantile',
  shape: inputs => quantileShape('truncatedNormalQuantile', inputs),
  kernel: ([words, low, high], z) =>
    eachProbability(words!, (i, p, q) => {
      z.elements[i] = truncatedNormalOf(low!.elements[i]!, high!.elements[i]!, p, q)
    }),
  partials: ([words, low, high], z) => {
    const p = (): Tensor => uniform01(z.dtype as FloatDType)(words as Integers<[2]>) as Tensor
    return [
      null,
      slopeBy(() => mul(neg(shift(-1)(p())), densities(z as Tensor, low as Tensor))),
      slopeBy(() => mul(p(), densities(z as Tensor, high as Tensor))),
    ]
  },
}

/** Samples of a standard normal distribution between two bounds each; NaN unless `low < high`. */
export const truncatedNormalQuantile = <S extends Shape>(
  words: Integers<[...S, 2]>,
  low: Tensor<S>,
  high: Tensor<S>,
): Tensor<S> => bind(TruncatedNormalQuantile, none, [words, low, high])
