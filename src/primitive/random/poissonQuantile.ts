/**
 * Samples of Poisson distributions.
 *
 * @module
 */
import type { Shape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { type None, none, notDifferentiable, type Primitive } from '../core/primitive.ts'
import { poissonOf } from '../special/poissonOf.ts'
import { eachProbability, quantileShape } from './quantile.ts'

/** The largest rate: beyond, samples may not fit an i32. */
export const largestRate = 2 ** 30

export const PoissonQuantile: Primitive<None> = {
  name: 'poissonQuantile',
  shape: inputs => quantileShape('poissonQuantile', inputs, 'i32'),
  kernel: ([words, rate], k) =>
    eachProbability(words!, (i, p, q) => {
      const at = rate!.elements[i]!
      k.elements[i] = at >= 0 && at <= largestRate ? poissonOf(at, p, q) : -1
    }),
  partials: notDifferentiable,
}

/**
 * Counts of events of which `rate` are expected, for a rate each; -1, as in JAX, where a rate is not from 0 to 2³⁰: integers have no
 * NaN.
 */
export const poissonQuantile = <S extends Shape>(words: Integers<[...S, 2]>, rate: Tensor<S>): Integers<S> =>
  bind(PoissonQuantile, none, [words, rate])
