/**
 * Parameters that begin as samples of a given width.
 *
 * @module
 */
import { normal as normalSample, uniform as uniformSample } from '../random/sample.ts'
import type { Initialiser } from './initialiser.ts'

/** Samples from [low, high). */
export const uniform =
  (low: number, high: number): Initialiser =>
  (shape, dtype) =>
  key =>
    uniformSample<number, typeof shape>(shape, low, high, { dtype })(key)

/** Samples from the normal distribution of the given mean and standard deviation. */
export const normal =
  (mean: number, deviation: number): Initialiser =>
  (shape, dtype) =>
  key =>
    normalSample<number, typeof shape>(shape, mean, deviation, { dtype })(key)
