/**
 * Distributions of which all are one, moved and stretched.
 *
 * @module
 */
import { needs } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Sizes, Tensor } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
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

/** What the sampler of such a family takes. */
export const locationScaleArguments = [
  {
    shape: needs.shape,
    location: needs.optional(parameterNeed),
    scale: needs.optional(parameterNeed),
    options: needs.options({ dtype: needs.floatDType }),
  },
  { key: needs.key },
] as const

/** The sampler of a family, from that of location 0 and scale 1. */
export const locationScale =
  (name: string, standard: <S extends Shape>(shape: S, dtype: FloatDType, key: Key) => Tensor<S>) =>
  <N extends number, S extends Sizes<N>>(
    shape: S,
    location: Parameter = 0,
    scale: Parameter = 1,
    { dtype }: SampleOptions = {},
  ): ((key: Key) => Tensor<S>) => {
    const type = dtypeOfSamples(name, dtype, { location, scale })
    requireParameter(name, 'location', location, finite, shape)
    requireParameter(name, 'scale', scale, nonNegative, shape)
    return key => plus(location)(times(scale)(standard(shape, type, key)))
  }
