/**
 * Parameters that begin as samples of a given width.
 *
 * @module
 */
import { normal as normalSample, uniform as uniformSample } from '../random/distribution/sample.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Initialiser } from './initialiser.ts'

/**
 * Samples from [low, high).
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const uniform = takes(
  'uniform',
  [
    { low: needs.finite, high: needs.finite },
    { shape: needs.shape, dtype: needs.floatDType, fans: needs.fans },
    { key: needs.key },
  ],
  () => uniformUnchecked,
)

const uniformUnchecked =
  (low: number, high: number): Initialiser =>
  (shape, dtype) =>
  key =>
    uniformSample<number, typeof shape>(shape, low, high, { dtype })(key)

/**
 * Samples from the normal distribution of the given mean and standard deviation.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const normal = takes(
  'normal',
  [
    { mean: needs.finite, deviation: needs.nonNegative },
    { shape: needs.shape, dtype: needs.floatDType, fans: needs.fans },
    { key: needs.key },
  ],
  () => normalUnchecked,
)

const normalUnchecked =
  (mean: number, deviation: number): Initialiser =>
  (shape, dtype) =>
  key =>
    normalSample<number, typeof shape>(shape, mean, deviation, { dtype })(key)
