/**
 * Samples from the exponential distribution.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Sizes, Tensor } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { minusLogOfRest, standardUniform } from '../unit.ts'
import {
  dtypeOfSamples,
  over,
  type Parameter,
  parameterNeed,
  positive,
  requireParameter,
} from './parameter.ts'
import type { SampleOptions } from './sample.ts'

/**
 * Samples from the exponential distribution, `-log(1 - u) / rate` for a uniform sample u: density `rate · exp(-rate · x)`, mean
 * `1 / rate`. The rate defaults to 1. Differentiable in the rate, `dx = -x / rate · drate`. Two words of the key for each sample.
 *
 * NumPy's `exponential(scale)` with `scale = 1 / rate`, JAX's `exponential`, PyTorch's `Exponential(rate)`.
 *
 * @throws ArgumentError unless the rate is positive.
 *
 * @example
 * import { key, random } from 'pullback'
 * const waits = random.exponential([1000], 0.5)(key(0)) // 2 on average
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const exponential = takes(
  'exponential',
  [
    {
      shape: needs.shape,
      rate: needs.optional(parameterNeed),
      options: needs.options({ dtype: needs.floatDType }),
    },
    { key: needs.key },
  ],
  () => exponentialUnchecked,
)

const exponentialUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
  rate: Parameter = 1,
  { dtype }: SampleOptions = {},
): ((key: Key) => Tensor<S>) => {
  const type = dtypeOfSamples('exponential', dtype, { rate })
  requireParameter('exponential', 'rate', rate, positive, shape)
  return key => over(rate)(minusLogOfRest(standardUniform(shape, type, key)))
}
