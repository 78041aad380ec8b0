/**
 * Samples from the Laplace distribution.
 *
 * @module
 */
import { neg } from '../../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../../primitive/elementwise/compare.ts'
import { scale, shift } from '../../primitive/elementwise/scale.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { minusLogOfRest, standardUniform } from '../unit.ts'
import { locationScale, locationScaleArguments } from './locationScale.ts'

/** Samples of location 0 and scale 1. */
const standardLaplace = <S extends Shape>(shape: S, dtype: FloatDType, key: Key): Tensor<S> => {
  const twice = scale(2)(standardUniform(shape, dtype, key))
  const isBelow = greater(full(shape, 1, dtype) as Tensor<S>, twice)
  const size = minusLogOfRest(select(isBelow, twice, shift(-1)(twice)))
  return select(isBelow, neg(size), size)
}

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
export const laplace = takes('laplace', locationScaleArguments, () => laplaceUnchecked)

const laplaceUnchecked = locationScale('laplace', standardLaplace)
