/**
 * Samples of gamma distributions.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { concentrationOf, logGammaQuantile, logGammaSlope } from '../special/incompleteGamma.ts'
import { eachProbability, quantileShape, slopeBy } from './quantile.ts'

/** Of the sample or its logarithm, the derivative of an order in the concentration. */
export interface GammaOptions {
  readonly log: boolean
  readonly order: number
}

const isConcentration = (alpha: number): boolean => alpha > 0 && Number.isFinite(alpha)

const gammaOf = (alpha: number, p: number, q: number, log: boolean): number => {
  if (!isConcentration(alpha)) return Number.NaN
  const given = concentrationOf(alpha)
  const d = logGammaQuantile(given, p, q)
  return log ? given.log + d : alpha * Math.exp(d)
}

const gammaSlopeOf = (alpha: number, p: number, q: number, log: boolean): number => {
  if (!isConcentration(alpha)) return Number.NaN
  const given = concentrationOf(alpha)
  const d = logGammaQuantile(given, p, q)
  const slope = logGammaSlope(given, d)
  return log ? slope : alpha * Math.exp(d) * slope
}

/** The central difference of eighth order, whose first omitted part is about 10⁻¹¹ of the value at this relative step. */
export const difference = [4 / 5, -1 / 5, 4 / 105, -1 / 280] as const
export const relativeStep = 2 ** -6
const highestOrder = 4

const derivativeOf = (order: number, alpha: number, p: number, q: number, log: boolean): number => {
  if (order === 0) return gammaOf(alpha, p, q, log)
  if (order === 1) return gammaSlopeOf(alpha, p, q, log)
  const h = alpha * relativeStep
  return difference.reduce(
    (sum, weight, i) =>
      sum +
      (weight *
        (derivativeOf(order - 1, alpha + (i + 1) * h, p, q, log) -
          derivativeOf(order - 1, alpha - (i + 1) * h, p, q, log))) /
        h,
    0,
  )
}

export const GammaQuantile: Primitive<GammaOptions> = {
  name: 'gammaQuantile',
  shape: inputs => quantileShape('gammaQuantile', inputs),
  kernel: ([words, alpha], z, { log, order }) =>
    eachProbability(words!, (i, p, q) => {
      z.elements[i] = derivativeOf(order, alpha!.elements[i]!, p, q, log)
    }),
  partials: ([words, alpha], _, { log, order }) => [
    null,
    slopeBy(() => {
      if (order >= highestOrder)
        throw new ArgumentError(
          `Samples of a gamma distribution have derivatives in their concentration up to order ${highestOrder}, but one of order ` +
            `${order + 1} was asked for.`,
        )
      return bind(GammaQuantile, { log, order: order + 1 }, [words!, alpha!])
    }),
  ],
}

/** Samples of a gamma distribution of rate 1, or their logarithms, for a concentration each. NaN where that is not positive. */
export const gammaQuantile =
  ({ log }: { readonly log: boolean }) =>
  <S extends Shape>(words: Integers<[...S, 2]>, concentration: Tensor<S>): Tensor<S> =>
    bind(GammaQuantile, { log, order: 0 }, [words, concentration])
