/**
 * Normal samples, as NumPy's legacy `RandomState` draws them: by the polar method, which makes two at a time. A second one
 * that was not asked for waits in the state, whatever else is drawn in between.
 *
 * @module
 */
import type { State } from 'fp-ts/lib/State.js'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Sizes, Tensor } from '../tensor/tensor.ts'
import type { RandomState } from './randomState.ts'
import { floats } from './shaped.ts'
import { gauss } from './source.ts'

/**
 * Samples from the standard normal distribution, in f64: NumPy's `standard_normal(shape)`, also known as `randn`.
 *
 * Equal to NumPy's to the last bit, but for about 3 in 10,000 samples, which differ in it: logarithms are correctly rounded
 * here, and NumPy takes those of the C library that it runs on.
 *
 * @throws ShapeError unless the shape is one.
 *
 * @example
 * import { randomState, standardNormal } from 'pullback/numpy'
 * const [x] = standardNormal([3])(randomState(0)) // 1.76405235, 0.40015721, 0.97873798
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const standardNormal = takes(
  'standardNormal',
  [{ shape: needs.shape }, { state: needs.randomState }],
  () => standardNormalUnchecked,
)

const standardNormalUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
): State<RandomState, Tensor<S>> => floats('standardNormal', shape, gauss)

/**
 * Samples `loc + scale · z` with z from the standard normal distribution, in f64: NumPy's `normal(loc, scale, shape)`.
 *
 * @throws ArgumentError unless the mean is finite and the deviation finite and not negative, ShapeError unless the shape is
 * one.
 *
 * @example
 * import { normal, randomState } from 'pullback/numpy'
 * const [w] = normal(0, 1 / 28, [784, 64])(randomState(0))
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const normal = takes(
  'normal',
  [{ loc: needs.number, scale: needs.number, shape: needs.shape }, { state: needs.randomState }],
  () => normalUnchecked,
)

const normalUnchecked = <N extends number, S extends Sizes<N>>(
  loc: number,
  scale: number,
  shape: S,
): State<RandomState, Tensor<S>> => {
  if (!(Number.isFinite(loc) && Number.isFinite(scale) && scale >= 0))
    throw new ArgumentError(
      `normal needs a finite mean and a finite deviation >= 0, but was given ${loc} and ${scale}.`,
    )
  return floats('normal', shape, source => loc + scale * gauss(source))
}
