/**
 * Samples from the usual distributions, as functions of a key.
 *
 * @module
 */
import { mul, neg } from '../../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../../primitive/elementwise/compare.ts'
import { cos, log1p, sqrt } from '../../primitive/elementwise/elementary.ts'
import { scale, shift } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { DTypeOf, Elements, FloatDType, Kind } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import {
  type Integers,
  isConcrete,
  type Sizes,
  type Tensor,
  unsafeFromElements,
} from '../../tensor/tensor.ts'
import { bernoulliElements, inBulk, normalElements, uniformElements } from '../bulk/bulk.ts'
import { type Key, split } from '../key.ts'
import { standardUniform } from '../unit.ts'

/**
 * The element type of samples. Defaults to f32.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export interface SampleOptions {
  readonly dtype?: FloatDType
}

const made = <S extends Shape, K extends Kind>(
  shape: S,
  dtype: DTypeOf<K>,
  elements: Elements,
): Tensor<S, K> => {
  const own: Shape = [...shape]
  return unsafeFromElements(own as S, dtype, elements)
}

/**
 * Samples from [low, high).
 *
 * @throws ArgumentError unless `low < high`, both finite.
 *
 * @example
 * import { key, random } from 'pullback'
 * const x = random.uniform([2, 3], -1, 1)(key(0))
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const uniform = takes(
  'uniform',
  [
    {
      shape: needs.shape,
      low: needs.optional(needs.number),
      high: needs.optional(needs.number),
      options: needs.options({ dtype: needs.floatDType }),
    },
    { key: needs.key },
  ],
  () => uniformUnchecked,
)

const uniformUnchecked =
  <N extends number, S extends Sizes<N>>(
    shape: S,
    low = 0,
    high = 1,
    { dtype = 'f32' }: SampleOptions = {},
  ) =>
  (key: Key): Tensor<S> => {
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
      throw new ArgumentError(`uniform needs low < high, but was given ${low} and ${high}.`)
    if (inBulk(shape, key)) return made(shape, dtype, uniformElements(sizeOf(shape), low, high, dtype, key))
    const samples = shift(low)(scale(high - low)(standardUniform(shape, dtype, key)))
    // The sum may round up to `high`, about once in 2²⁵ samples of [1, 2) in f32.
    const bound = (value: number) => full(shape, value, dtype) as Tensor<S>
    return select(greater(bound(high), samples), samples, bound(low))
  }

/**
 * Samples from the normal distribution, by the method of Box and Muller (1958): `√(-2 log(1 - u)) cos(2πv)` for two
 * uniform samples u and v. The mean defaults to 0 and the deviation to 1.
 *
 * @throws ArgumentError unless the mean is finite and the deviation finite and not negative.
 * @category Random numbers
 * @since 0.1.0
 */
export const normal = takes(
  'normal',
  [
    {
      shape: needs.shape,
      mean: needs.optional(needs.number),
      deviation: needs.optional(needs.number),
      options: needs.options({ dtype: needs.floatDType }),
    },
    { key: needs.key },
  ],
  () => normalUnchecked,
)

const normalUnchecked =
  <N extends number, S extends Sizes<N>>(
    shape: S,
    mean = 0,
    deviation = 1,
    { dtype = 'f32' }: SampleOptions = {},
  ) =>
  (key: Key): Tensor<S> => {
    if (!(Number.isFinite(mean) && Number.isFinite(deviation) && deviation >= 0))
      throw new ArgumentError(
        `normal needs a mean and a deviation >= 0, but was given ${mean} and ${deviation}.`,
      )
    const keys = split(2)(key)
    // Few ones, too: the logarithm and the cosine are the same on every host, while those of operations are the host's.
    if (isConcrete(key.bits))
      return made(shape, dtype, normalElements(sizeOf(shape), mean, deviation, dtype, keys))
    const [forRadius, forAngle] = keys
    const radius = sqrt(scale(-2)(log1p(neg(standardUniform(shape, dtype, forRadius)))))
    const angle = scale(2 * Math.PI)(standardUniform(shape, dtype, forAngle))
    return shift(mean)(scale(deviation)(mul(radius, cos(angle))))
  }

/**
 * Ones with the given probability, else zeros, as a mask.
 *
 * @throws ArgumentError unless the probability is from 0 to 1.
 * @category Random numbers
 * @since 0.1.0
 */
export const bernoulli = takes(
  'bernoulli',
  [{ shape: needs.shape, probability: needs.probability }, { key: needs.key }],
  () => bernoulliUnchecked,
)

const bernoulliUnchecked =
  <N extends number, S extends Sizes<N>>(shape: S, probability: number) =>
  (key: Key): Integers<S> => {
    if (!(probability >= 0 && probability <= 1))
      throw new ArgumentError(`bernoulli needs a probability from 0 to 1, but was given ${probability}.`)
    if (inBulk(shape, key)) return made(shape, 'u8', bernoulliElements(sizeOf(shape), probability, key))
    // Compared in f64, so that no probability is rounded to the grid of f32.
    const threshold = full(shape, probability, 'f64') as Tensor<S>
    return greater(threshold, standardUniform(shape, 'f64', key) as Tensor<S>) as Integers<S>
  }
