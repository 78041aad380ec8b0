/**
 * Samples from the Laplace distribution.
 *
 * @module
 */
import { neg } from '../primitive/arithmetic.ts'
import { greater, select } from '../primitive/compare.ts'
import { scale as scaled, shift } from '../primitive/scale.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { full, type Sizes, type Tensor } from '../tensor/tensor.ts'
import type { Key } from './key.ts'
import {
  dtypeOfSamples,
  finite,
  nonNegative,
  type Parameter,
  parameterNeed,
  plus,
  requireParameter,
  times,
} from './parameter.ts'
import type { SampleOptions } from './sample.ts'
import { minusLogOfRest, standardUniform } from './unit.ts'

/**
 * Samples from the Laplace distribution, which falls off exponentially to both sides: `location ± scale · (-log(1 - v))`, where half
 * of the uniform samples u are for each sign and v is what is left of them, `2u` or `2u - 1`. Density
 * `exp(-|x - location| / scale) / (2 · scale)`, variance `2 · scale²`. Location and scale default to 0 and 1. Differentiable in both,
 * `dx = dlocation + (x - location) / scale · dscale`. Two words of the key for each sample.
 *
 * NumPy's `laplace(loc, scale)`, JAX's `laplace`, PyTorch's `Laplace(loc, scale)`.
 *
 * @throws ArgumentError unless the location is finite and the scale finite and not negative.
 *
 * @example
 * import { key, random } from 'pullback'
 * const noise = random.laplace([4, 2], 0, 0.1)(key(0))
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const laplace = takes(
  'laplace',
  [
    {
      shape: needs.shape,
      location: needs.optional(parameterNeed),
      scale: needs.optional(parameterNeed),
      options: needs.options({ dtype: needs.floatDType }),
    },
    { key: needs.key },
  ],
  () => laplaceUnchecked,
)

const laplaceUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
  location: Parameter = 0,
  scale: Parameter = 1,
  { dtype }: SampleOptions = {},
): ((key: Key) => Tensor<S>) => {
  const type = dtypeOfSamples('laplace', dtype, { location, scale })
  requireParameter('laplace', 'location', location, finite, shape)
  requireParameter('laplace', 'scale', scale, nonNegative, shape)
  return key => {
    const twice = scaled(2)(standardUniform(shape, type, key))
    const isBelow = greater(full(shape, 1, type) as Tensor<S>, twice)
    const size = minusLogOfRest(select(isBelow, twice, shift(-1)(twice)))
    return plus(location)(times(scale)(select(isBelow, neg(size), size)))
  }
}
