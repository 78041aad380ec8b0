/**
 * Uniform samples, as NumPy's legacy `RandomState` draws them.
 *
 * @module
 */
import type { State } from 'fp-ts/lib/State.js'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Sizes, Tensor } from '../tensor/tensor.ts'
import type { RandomState } from './randomState.ts'
import { floats } from './shaped.ts'
import { uniform01 } from './source.ts'

/**
 * Samples from [0, 1), in f64, with 53 random bits each: NumPy's `random_sample(shape)`, also known as `rand` and `random`.
 *
 * @throws ShapeError unless the shape is one.
 *
 * @example
 * import { randomSample, randomState } from 'pullback/numpy'
 * const [x] = randomSample([3])(randomState(0)) // 0.5488135, 0.71518937, 0.60276338
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const randomSample = takes(
  'randomSample',
  [{ shape: needs.shape }, { state: needs.randomState }],
  () => randomSampleUnchecked,
)

const randomSampleUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
): State<RandomState, Tensor<S>> => floats('randomSample', shape, uniform01)

/**
 * Samples `low + (high - low) · u` with u from [0, 1), in f64: NumPy's `uniform(low, high, shape)`. As there, rounding may
 * give `high` itself, and `low` may be above `high`.
 *
 * @throws ArgumentError unless the bounds and their difference are finite, ShapeError unless the shape is one.
 *
 * @example
 * import { randomState, uniform } from 'pullback/numpy'
 * const [x] = uniform(-2, 3, [2])(randomState(0)) // 0.74406752, 1.57594683
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const uniform = takes(
  'uniform',
  [{ low: needs.number, high: needs.number, shape: needs.shape }, { state: needs.randomState }],
  () => uniformUnchecked,
)

const uniformUnchecked = <N extends number, S extends Sizes<N>>(
  low: number,
  high: number,
  shape: S,
): State<RandomState, Tensor<S>> => {
  const range = high - low
  if (!Number.isFinite(range))
    throw new ArgumentError(
      `uniform needs finite bounds with a finite difference, but was given ${low} and ${high}.`,
    )
  return floats('uniform', shape, source => low + range * uniform01(source))
}
