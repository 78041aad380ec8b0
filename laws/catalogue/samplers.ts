/**
 * Laws of samplers with their moments, bounds and distributions, for the catalogue of `random`.
 *
 * @module
 */
import { type Key, op, random, type Shape, type Tensor, tensor } from '../../src/index.ts'
import { truncatedMoments } from '../initialiser/spread.ts'
import type { LawSet } from '../law.ts'
import {
  betaCdf,
  betaMoments,
  gammaCdf,
  gammaMoments,
  normalCdf,
  poissonCdf,
} from '../random/distributions.ts'
import { samplerLaws } from '../random/random.ts'

/** The fourth moments of two distributions, over their squared variances. */
export const [flat, bell] = [9 / 5, 3]

export const uniform = (low: number, high: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(`uniform(${low}, ${high}) in ${dtype}`, shape => random.uniform(shape, low, high, { dtype }), {
    mean: (low + high) / 2,
    deviation: (high - low) / Math.sqrt(12),
    kurtosis: flat,
    within: x => x >= low && x < high,
    dtype,
  })

export const normal = (mean: number, deviation: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(
    `normal(${mean}, ${deviation}) in ${dtype}`,
    shape => random.normal(shape, mean, deviation, { dtype }),
    { mean, deviation, kurtosis: bell, within: Number.isFinite, dtype },
  )

export const bernoulli = (probability: number): LawSet => {
  const variance = probability * (1 - probability)
  return samplerLaws(`bernoulli(${probability})`, shape => random.bernoulli(shape, probability), {
    mean: probability,
    deviation: Math.sqrt(variance),
    kurtosis: variance === 0 ? bell : 1 / variance - 3,
    within: x => (x === 0 && probability < 1) || (x === 1 && probability > 0),
    dtype: 'u8',
  })
}

export const fair = (low: number, high: number, dtype: 'i32' | 'u8'): LawSet => {
  const count = high - low
  const variance = (count * count - 1) / 12
  return samplerLaws(
    `integers from ${low} up to ${high} in ${dtype}`,
    shape => random.integers(shape, low, high, { dtype }),
    {
      mean: (low + high - 1) / 2,
      deviation: Math.sqrt(variance),
      kurtosis: count === 1 ? bell : ((9 / 5) * (count * count - 7 / 3)) / (count * count - 1),
      within: x => Number.isInteger(x) && x >= low && x < high,
      dtype,
      cdf: x => Math.min(Math.max((Math.floor(x) + 1 - low) / count, 0), 1),
    },
  )
}

export const exponential = (rate: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(`exponential(${rate}) in ${dtype}`, shape => random.exponential(shape, rate, { dtype }), {
    ...{ mean: 1 / rate, deviation: 1 / rate, kurtosis: 9, dtype },
    within: x => x >= 0 && Number.isFinite(x),
    cdf: x => -Math.expm1(-rate * Math.max(x, 0)),
  })

export const gumbel = (location: number, scale: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(
    `gumbel(${location}, ${scale}) in ${dtype}`,
    shape => random.gumbel(shape, location, scale, { dtype }),
    {
      ...{ mean: location + 0.5772156649015329 * scale, deviation: (Math.PI / Math.sqrt(6)) * scale },
      ...{ kurtosis: 27 / 5, within: Number.isFinite, dtype },
      cdf: x => Math.exp(-Math.exp((location - x) / scale)),
    },
  )

export const laplace = (location: number, scale: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(
    `laplace(${location}, ${scale}) in ${dtype}`,
    shape => random.laplace(shape, location, scale, { dtype }),
    {
      ...{ mean: location, deviation: Math.SQRT2 * scale, kurtosis: 6, within: Number.isFinite, dtype },
      cdf: x => {
        const tail = Math.exp(-Math.abs(x - location) / scale) / 2
        return x < location ? tail : 1 - tail
      },
    },
  )

export const gamma = (alpha: number, rate: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(`gamma(${alpha}, ${rate}) in ${dtype}`, shape => random.gamma(shape, alpha, rate, { dtype }), {
    ...{ ...gammaMoments(alpha, rate), within: x => x >= 0 && Number.isFinite(x), dtype },
    cdf: gammaCdf(alpha, rate),
  })

export const beta = (a: number, b: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(`beta(${a}, ${b}) in ${dtype}`, shape => random.beta(shape, a, b, { dtype }), {
    ...{ ...betaMoments(a, b), within: x => x >= 0 && x <= 1, dtype, cdf: betaCdf(a, b) },
  })

export const poisson = (rate: number): LawSet =>
  samplerLaws(`poisson(${rate})`, shape => random.poisson(shape, rate), {
    ...{
      mean: rate,
      deviation: Math.sqrt(rate),
      kurtosis: 3 + 1 / rate,
      dtype: 'i32',
      cdf: poissonCdf(rate),
    },
    within: x => Number.isInteger(x) && x >= 0,
  })

export const cut = (low: number, high: number, dtype: 'f32' | 'f64'): LawSet => {
  const [below, above] = [normalCdf((low - 1) / 2), normalCdf((high - 1) / 2)]
  return samplerLaws(
    `truncatedNormal(1, 2) from ${low} to ${high} in ${dtype}`,
    shape => random.truncatedNormal(shape, 1, 2, { low, high, dtype }),
    {
      ...{ ...truncatedMoments(1, 2, low, high), within: x => x >= low && x <= high, dtype },
      cdf: x => (normalCdf((Math.min(Math.max(x, low), high) - 1) / 2) - below) / (above - below),
    },
  )
}

/** What a vector of several dimensions is along one direction, and one element of rows. */
export const along =
  (draw: (shape: Shape) => (k: Key) => Tensor, direction: readonly number[]) =>
  <S extends Shape>(shape: S) =>
  (k: Key): Tensor<S> => {
    const x = draw(shape)(k)
    return op.sum([shape.length])(
      op.mul(x, op.broadcast(x.shape)(tensor(direction)) as Tensor),
    ) as Tensor as Tensor<S>
  }
