/**
 * Samples from the Gumbel distribution.
 *
 * @module
 */
import { neg } from '../../primitive/elementwise/arithmetic.ts'
import { maximum } from '../../primitive/elementwise/compare.ts'
import { log } from '../../primitive/elementwise/elementary.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { minusLogOfRest, standardUniform } from '../unit.ts'
import { locationScale, locationScaleArguments } from './locationScale.ts'

/** Half of the distance of uniform samples: what takes the place of 0, which would become infinite. */
const leastOf: Readonly<Record<FloatDType, number>> = { f32: 2 ** -25, f64: 2 ** -54 }

/** Samples of location 0 and scale 1. */
export const standardGumbel = <S extends Shape>(shape: S, dtype: FloatDType, key: Key): Tensor<S> => {
  const u = maximum(standardUniform(shape, dtype, key), full(shape, leastOf[dtype], dtype) as Tensor<S>)
  return neg(log(minusLogOfRest(u)))
}

/**
 * Samples from the Gumbel distribution, `location - scale · log(-log(1 - u))` for a uniform sample u: the largest of many
 * independent samples is distributed so; mean `location + 0.5772… · scale`, deviation `π / √6 · scale`. Location and scale default to 0
 * and 1. Differentiable in both, `dx = dlocation + (x - location) / scale · dscale`. Two words of the key for each sample.
 *
 * NumPy's `gumbel(loc, scale)`, JAX's `gumbel`, PyTorch's `Gumbel(loc, scale)`. In f32 no sample is further out than 17.4 times the
 * scale, in f64 than 37.5.
 *
 * @throws ArgumentError unless the location is finite and the scale finite and not negative.
 *
 * @example
 * import { key, op, random, tensor } from 'pullback'
 * const scores = tensor([0.5, 2, 1])
 * const chosen = op.argmax(op.add(scores, random.gumbel([3])(key(0)))) // 1 with probability softmax(scores)[1]
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const gumbel = takes('gumbel', locationScaleArguments, () => gumbelUnchecked)

const gumbelUnchecked = locationScale('gumbel', standardGumbel)
