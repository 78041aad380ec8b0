/**
 * Samples from a normal distribution without its tails.
 *
 * @module
 */
import { sub } from '../../primitive/elementwise/arithmetic.ts'
import { maximum, minimum } from '../../primitive/elementwise/compare.ts'
import { truncatedNormalQuantile } from '../../primitive/random/truncatedNormalQuantile.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import { elementsOf, isConcrete, type Sizes, type Tensor } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { wordsFor } from '../unit.ts'
import {
  dtypeOfSamples,
  finite,
  notNaN,
  over,
  type Parameter,
  parameterNeed,
  plus,
  positive,
  requireParameter,
  spreadTo,
  times,
} from './parameter.ts'
import type { SampleOptions } from './sample.ts'

/**
 * Where the tails are cut off, and the element type.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export interface TruncatedNormalSampleOptions extends SampleOptions {
  /** Defaults to two deviations below the mean; a number may be -∞. */
  readonly low?: Parameter
  /** Defaults to two deviations above the mean; a number may be ∞. */
  readonly high?: Parameter
}

/** A bound in deviations from the mean. An infinite one stays where it is, whatever mean and deviation are. */
const standardised = (
  shape: Shape,
  dtype: FloatDType,
  bound: Parameter,
  mean: Parameter,
  deviation: Parameter,
): Tensor => {
  if (typeof bound === 'number' && !Number.isFinite(bound)) return full(shape, bound, dtype) as Tensor
  if (typeof bound === 'number' && typeof mean === 'number' && typeof deviation === 'number')
    return full(shape, (bound - mean) / deviation, dtype) as Tensor
  return over(deviation)(sub(spreadTo(shape, dtype, bound), spreadTo(shape, dtype, mean)))
}

const requireOrder = (low: Tensor, high: Tensor): void => {
  if (!(isConcrete(low) && isConcrete(high))) return
  const [lows, highs] = [elementsOf(low), elementsOf(high)]
  for (let i = 0; i < lows.length; i++)
    if (!(lows[i]! < highs[i]!))
      throw new ArgumentError(
        `truncatedNormal needs low < high, but they are ${lows[i]} and ${highs[i]} deviations from the mean at position ${i}.`,
      )
}

/**
 * Samples from the normal distribution of the given mean and deviation that lie from `low` to `high`. The deviation is that of the
 * whole distribution: what is left has a smaller one (0.88 of it, if cut off at two deviations). Mean and deviation default to 0 and 1.
 *
 * Each sample is the quantile `mean + deviation · Φ⁻¹(Φ(a) + u (Φ(b) - Φ(a)))` at a probability u that two words of the key tell, for
 * the bounds a and b in deviations from the mean; far out, where Φ is 0 or 1, by what is above a alone. Differentiable in all four,
 * where they are tensors. Where bounds are computed and come out in the wrong order, samples are NaN.
 *
 * SciPy's `truncnorm((low - mean) / deviation, (high - mean) / deviation, mean, deviation)`, JAX's `truncated_normal(lower, upper)`,
 * PyTorch's `nn.init.trunc_normal_`.
 *
 * @throws ArgumentError unless the mean is finite, the deviation positive and `low < high`.
 *
 * @example
 * import { key, random } from 'pullback'
 * const x = random.truncatedNormal([1000], 0, 1, { low: 0, high: Infinity })(key(0)) // the upper half
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const truncatedNormal = takes(
  'truncatedNormal',
  [
    {
      shape: needs.shape,
      mean: needs.optional(parameterNeed),
      deviation: needs.optional(parameterNeed),
      options: needs.options({ dtype: needs.floatDType, low: parameterNeed, high: parameterNeed }),
    },
    { key: needs.key },
  ],
  () => truncatedNormalUnchecked,
)

const truncatedNormalUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
  mean: Parameter = 0,
  deviation: Parameter = 1,
  { dtype, low, high }: TruncatedNormalSampleOptions = {},
): ((key: Key) => Tensor<S>) => {
  const of = 'truncatedNormal'
  const bounds = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
  const type = dtypeOfSamples(of, dtype, { mean, deviation, ...bounds })
  requireParameter(of, 'mean', mean, finite, shape)
  requireParameter(of, 'deviation', deviation, positive, shape)
  for (const [name, bound] of Object.entries(bounds))
    requireParameter(of, name, bound, typeof bound === 'number' ? notNaN : finite, shape)
  const from = low === undefined ? full(shape, -2, type) : standardised(shape, type, low, mean, deviation)
  const to = high === undefined ? full(shape, 2, type) : standardised(shape, type, high, mean, deviation)
  requireOrder(from as Tensor, to as Tensor)
  return key => {
    const standard = truncatedNormalQuantile(wordsFor(shape, key), from as Tensor<S>, to as Tensor<S>)
    const sample = plus(mean)(times(deviation)(standard))
    // Rounded, a sample may be beyond a bound.
    const above = low === undefined ? sample : maximum(sample, spreadTo<S>(shape, type, low))
    return high === undefined ? above : minimum(above, spreadTo<S>(shape, type, high))
  }
}
