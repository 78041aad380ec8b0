/**
 * Randomness and initialisers with their laws.
 *
 * @module
 */
import { initialiser, random, type Shape } from '../../src/index.ts'
import type { Entries } from './entry.ts'
import { type InitialiserPromises, initialiserLaws } from '../initialiser/initialiser.ts'
import {
  orthogonalLaws,
  truncatedMoments,
  truncatedNormalLaws,
  varianceScalingLaws,
} from '../initialiser/spread.ts'
import type { LawSet } from '../law.ts'
import { bulkLaws } from '../random/bulk.ts'
import { positives, reparametrisedLaws } from '../random/reparametrised.ts'
import { keyLaws, samplerLaws } from '../random/random.ts'
import { permutationLaws } from '../random/permutation.ts'

/** The fourth moments of two distributions, over their squared variances. */
const [flat, bell] = [9 / 5, 3]

const uniform = (low: number, high: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(`uniform(${low}, ${high}) in ${dtype}`, shape => random.uniform(shape, low, high, { dtype }), {
    mean: (low + high) / 2,
    deviation: (high - low) / Math.sqrt(12),
    kurtosis: flat,
    within: x => x >= low && x < high,
    dtype,
  })

const normal = (mean: number, deviation: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(
    `normal(${mean}, ${deviation}) in ${dtype}`,
    shape => random.normal(shape, mean, deviation, { dtype }),
    { mean, deviation, kurtosis: bell, within: Number.isFinite, dtype },
  )

const bernoulli = (probability: number): LawSet => {
  const variance = probability * (1 - probability)
  return samplerLaws(`bernoulli(${probability})`, shape => random.bernoulli(shape, probability), {
    mean: probability,
    deviation: Math.sqrt(variance),
    kurtosis: variance === 0 ? bell : 1 / variance - 3,
    within: x => (x === 0 && probability < 1) || (x === 1 && probability > 0),
    dtype: 'u8',
  })
}

const fair = (low: number, high: number, dtype: 'i32' | 'u8'): LawSet => {
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

const exponential = (rate: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(`exponential(${rate}) in ${dtype}`, shape => random.exponential(shape, rate, { dtype }), {
    ...{ mean: 1 / rate, deviation: 1 / rate, kurtosis: 9, dtype },
    within: x => x >= 0 && Number.isFinite(x),
    cdf: x => -Math.expm1(-rate * Math.max(x, 0)),
  })

const gumbel = (location: number, scale: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(
    `gumbel(${location}, ${scale}) in ${dtype}`,
    shape => random.gumbel(shape, location, scale, { dtype }),
    {
      ...{ mean: location + 0.5772156649015329 * scale, deviation: (Math.PI / Math.sqrt(6)) * scale },
      ...{ kurtosis: 27 / 5, within: Number.isFinite, dtype },
      cdf: x => Math.exp(-Math.exp((location - x) / scale)),
    },
  )

const laplace = (location: number, scale: number, dtype: 'f32' | 'f64'): LawSet =>
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

/** The namespace `random`. */
export const randomCatalogue = {
  key: { laws: () => [keyLaws] },
  split: { laws: () => [keyLaws] },
  foldIn: { laws: () => [keyLaws] },
  uniform: { laws: () => [uniform(0, 1, 'f32'), uniform(-1, 3, 'f64'), uniform(1, 2, 'f32')] },
  normal: { laws: () => [bulkLaws, normal(0, 1, 'f32'), normal(-2, 0.5, 'f64'), normal(1, 0, 'f32')] },
  bernoulli: { laws: () => [bernoulli(0.3), bernoulli(0), bernoulli(1)] },
  permutation: { laws: () => [permutationLaws()] },
  integers: { laws: () => [fair(-2, 3, 'i32'), fair(-(2 ** 31), 2 ** 31, 'i32'), fair(250, 256, 'u8')] },
  exponential: {
    laws: () => [
      exponential(0.5, 'f32'),
      exponential(3, 'f64'),
      reparametrisedLaws('exponential', (rate, shape) => random.exponential(shape, rate), positives),
    ],
  },
  gumbel: {
    laws: () => [
      gumbel(0, 1, 'f32'),
      gumbel(-2, 0.5, 'f64'),
      reparametrisedLaws('gumbel, its location', (at, shape) => random.gumbel(shape, at), positives),
      reparametrisedLaws('gumbel, its scale', (scale, shape) => random.gumbel(shape, 2, scale), positives),
    ],
  },
  laplace: {
    laws: () => [
      laplace(0, 1, 'f32'),
      laplace(-2, 0.5, 'f64'),
      reparametrisedLaws('laplace, its location', (at, shape) => random.laplace(shape, at), positives),
      reparametrisedLaws('laplace, its scale', (scale, shape) => random.laplace(shape, 2, scale), positives),
    ],
  },
} as const satisfies Entries<typeof random>

const spread =
  (deviation: (shape: Shape) => number, kurtosis: number): InitialiserPromises =>
  shape => ({
    mean: 0,
    deviation: deviation(shape),
    kurtosis,
    ...(kurtosis === flat ? { bound: Math.sqrt(3) * deviation(shape) } : {}),
  })

/** `√(2 / (fan in + fan out))`, `√(2 / fan in)` and `√(1 / fan in)` for a weight of shape [in, out]. */
const glorot = (shape: Shape): number => Math.sqrt(2 / ((shape[0] as number) + (shape[1] as number)))
const he = (shape: Shape): number => Math.sqrt(2 / (shape[0] as number))
const lecun = (shape: Shape): number => Math.sqrt(1 / (shape[0] as number))
const of =
  (value: number): InitialiserPromises =>
  () => ({ mean: value, deviation: 0, kurtosis: bell, bound: Math.abs(value) })

const truncated = (mean: number, deviation: number, low: number, high: number): InitialiserPromises => {
  const promise = { ...truncatedMoments(mean, deviation, low, high), bound: Math.max(-low, high) }
  return () => promise
}

/** The namespace `initialiser`. */
export const initialiserCatalogue = {
  constant: { laws: () => [initialiserLaws('constant(1/2)', initialiser.constant(0.5), of(0.5))] },
  zeros: { laws: () => [initialiserLaws('zeros', initialiser.zeros, of(0))] },
  uniform: {
    laws: () => [
      initialiserLaws(
        'uniform',
        initialiser.uniform(-0.5, 0.5),
        spread(() => 0.5 / Math.sqrt(3), flat),
      ),
    ],
  },
  normal: {
    laws: () => [
      initialiserLaws(
        'normal',
        initialiser.normal(0, 0.1),
        spread(() => 0.1, bell),
      ),
    ],
  },
  glorotUniform: {
    laws: () => [initialiserLaws('glorotUniform', initialiser.glorotUniform, spread(glorot, flat))],
  },
  glorotNormal: {
    laws: () => [initialiserLaws('glorotNormal', initialiser.glorotNormal, spread(glorot, bell))],
  },
  heUniform: { laws: () => [initialiserLaws('heUniform', initialiser.heUniform, spread(he, flat))] },
  heNormal: { laws: () => [initialiserLaws('heNormal', initialiser.heNormal, spread(he, bell))] },
  lecunUniform: {
    laws: () => [initialiserLaws('lecunUniform', initialiser.lecunUniform, spread(lecun, flat))],
  },
  lecunNormal: {
    laws: () => [initialiserLaws('lecunNormal', initialiser.lecunNormal, spread(lecun, bell))],
  },
  varianceScaling: {
    laws: () => [
      varianceScalingLaws(),
      initialiserLaws(
        'varianceScaling',
        initialiser.varianceScaling({ gain: 2, fan: 'out' }),
        spread(shape => 2 / Math.sqrt(shape[1] as number), flat),
      ),
    ],
  },
  truncatedNormal: {
    laws: () => [
      truncatedNormalLaws(),
      initialiserLaws('truncatedNormal', initialiser.truncatedNormal(0, 0.5), truncated(0, 0.5, -1, 1)),
      initialiserLaws(
        'truncatedNormal, one tail',
        initialiser.truncatedNormal(1, 0.5, { low: 2, high: 9 }),
        truncated(1, 0.5, 2, 9),
      ),
      initialiserLaws(
        'truncatedNormal, a narrow piece',
        initialiser.truncatedNormal(0, 1, { low: -0.5, high: 1 }),
        truncated(0, 1, -0.5, 1),
      ),
    ],
  },
  orthogonal: {
    laws: () => [orthogonalLaws(), initialiserLaws('orthogonal', initialiser.orthogonal(2))],
  },
  gains: { reason: 'numbers of their own; that of leakyRelu is among the reference values of initialisers' },
  fansOf: { reason: 'two numbers read off a shape; laws N3 and N4 of the initialisers speak of them' },
} as const satisfies Entries<typeof initialiser>
