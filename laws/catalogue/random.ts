/**
 * Randomness and initialisers with their laws.
 *
 * @module
 */
import { initialiser, type Key, op, random, type Shape, type Tensor, tensor } from '../../src/index.ts'
import type { Entries } from './entry.ts'
import { type InitialiserPromises, initialiserLaws } from '../initialiser/initialiser.ts'
import {
  orthogonalLaws,
  truncatedMoments,
  truncatedNormalLaws,
  varianceScalingLaws,
} from '../initialiser/spread.ts'
import type { LawSet } from '../law.ts'
import { choiceLaws } from '../random/choice.ts'
import { bulkLaws } from '../random/bulk.ts'
import {
  betaCdf,
  betaMoments,
  discreteCdf,
  discreteMoments,
  gammaCdf,
  gammaMoments,
  normalCdf,
  poissonCdf,
} from '../random/distributions.ts'
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

const gamma = (alpha: number, rate: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(`gamma(${alpha}, ${rate}) in ${dtype}`, shape => random.gamma(shape, alpha, rate, { dtype }), {
    ...{ ...gammaMoments(alpha, rate), within: x => x >= 0 && Number.isFinite(x), dtype },
    cdf: gammaCdf(alpha, rate),
  })

const beta = (a: number, b: number, dtype: 'f32' | 'f64'): LawSet =>
  samplerLaws(`beta(${a}, ${b}) in ${dtype}`, shape => random.beta(shape, a, b, { dtype }), {
    ...{ ...betaMoments(a, b), within: x => x >= 0 && x <= 1, dtype, cdf: betaCdf(a, b) },
  })

const poisson = (rate: number): LawSet =>
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

const cut = (low: number, high: number, dtype: 'f32' | 'f64'): LawSet => {
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

const factor = tensor([
  [2, 0, 0],
  [0.5, 1, 0],
  [-1, 0.25, 0.5],
])

/** What a vector of several dimensions is along one direction, and one element of rows. */
const along =
  (draw: (shape: Shape) => (k: Key) => Tensor, direction: readonly number[]) =>
  <S extends Shape>(shape: S) =>
  (k: Key): Tensor<S> => {
    const x = draw(shape)(k)
    return op.sum([shape.length])(
      op.mul(x, op.broadcast(x.shape)(tensor(direction)) as Tensor),
    ) as Tensor as Tensor<S>
  }

const chosen = [0.2, 0, 0.5, 0.3]
const fifths = [0.2, 0.2, 0.2, 0.2, 0.2]
const logits = tensor(chosen.map(p => Math.log(p) + 2))

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
  gamma: {
    laws: () => [
      gamma(0.3, 1, 'f64'),
      gamma(2.5, 0.5, 'f32'),
      gamma(70, 2, 'f64'),
      reparametrisedLaws('gamma, its concentration', (alpha, shape) => random.gamma(shape, alpha), positives),
      reparametrisedLaws('gamma, its rate', (rate, shape) => random.gamma(shape, 2.5, rate), positives),
    ],
  },
  beta: {
    laws: () => [
      beta(0.5, 0.25, 'f64'),
      beta(2, 3, 'f32'),
      reparametrisedLaws('beta, its first concentration', (a, shape) => random.beta(shape, a, 2), positives),
      reparametrisedLaws('beta, its second concentration', (b, shape) => random.beta(shape, 2, b), positives),
    ],
  },
  dirichlet: {
    laws: () => [
      samplerLaws(
        'dirichlet, one element',
        along(shape => random.dirichlet(shape, tensor([0.5, 2, 1.5])), [0, 1, 0]),
        { ...betaMoments(2, 2), within: x => x >= 0 && x <= 1, dtype: 'f32', cdf: betaCdf(2, 2) },
      ),
      samplerLaws(
        'dirichlet, the sum of two of tiny concentrations',
        along(shape => random.dirichlet(shape, tensor([1e-3, 1e-3, 2e-3])), [1, 1, 0]),
        { ...betaMoments(2e-3, 2e-3), within: x => x >= 0 && x <= 1 + 1e-6, dtype: 'f32' },
      ),
      reparametrisedLaws('dirichlet', (alpha, [n]) => random.dirichlet([n as number], alpha), positives),
    ],
  },
  poisson: { laws: () => [poisson(0.25), poisson(3.5), poisson(60)] },
  truncatedNormal: {
    laws: () => [
      cut(-3, 5, 'f32'),
      cut(-1, 2, 'f64'),
      cut(5, 40, 'f64'),
      cut(-9, -3.5, 'f32'),
      reparametrisedLaws(
        'truncatedNormal, its mean',
        (at, shape) => random.truncatedNormal(shape, at, 2, { low: 1 }),
        positives,
      ),
      reparametrisedLaws(
        'truncatedNormal, its deviation',
        (by, shape) => random.truncatedNormal(shape, 1, by, { high: Number.POSITIVE_INFINITY, low: -1 }),
        positives,
      ),
      reparametrisedLaws(
        'truncatedNormal, a bound',
        (low, shape) => random.truncatedNormal(shape, 0, 2, { low, high: 20 }),
        positives,
      ),
    ],
  },
  multivariateNormal: {
    laws: () => [
      samplerLaws(
        'multivariateNormal, along a direction',
        along(
          shape =>
            random.multivariateNormal(shape, tensor([1, 2, 3]), { covariance: op.matmulNT(factor, factor) }),
          [1, -1, 2],
        ),
        {
          // (1, -1, 2) L is (-0.5, -0.5, 1).
          ...{ mean: 5, deviation: Math.sqrt(1.5), kurtosis: bell, within: Number.isFinite, dtype: 'f32' },
          cdf: x => normalCdf((x - 5) / Math.sqrt(1.5)),
        },
      ),
      reparametrisedLaws(
        'multivariateNormal, its covariance',
        (x, [n]) =>
          random.multivariateNormal([n as number], tensor([1, 2, 3], 'f64'), {
            // Whatever positive x is added to the diagonal.
            covariance: op.add(
              tensor(
                [
                  [4, 1, -2],
                  [1, 1.25, -0.25],
                  [-2, -0.25, 1.375],
                ],
                'f64',
              ) as Tensor,
              op.mul(
                op.broadcast([3, 3])(x),
                tensor(
                  [
                    [1, 0, 0],
                    [0, 1, 0],
                    [0, 0, 1],
                  ],
                  'f64',
                ),
              ) as Tensor,
            ) as Tensor<[3, 3]>,
          }),
        positives,
      ),
      reparametrisedLaws(
        'multivariateNormal, its mean',
        (mean, [n]) => random.multivariateNormal([n as number], mean, { factor: op.convert('f64')(factor) }),
        positives,
      ),
      reparametrisedLaws(
        'multivariateNormal, its factor',
        (x, [n]) =>
          random.multivariateNormal([n as number], tensor([1, 2, 3], 'f64'), {
            factor: op.mul(op.convert('f64')(factor), op.broadcast([3, 3])(x)),
          }),
        positives,
      ),
    ],
  },
  categorical: {
    laws: () => [
      samplerLaws('categorical', shape => random.categorical(shape, logits), {
        ...{ ...discreteMoments(chosen), dtype: 'i32', cdf: discreteCdf(chosen) },
        within: x => x === 0 || x === 2 || x === 3,
      }),
    ],
  },
  choice: {
    laws: () => [
      samplerLaws('choice with probabilities', shape => random.choice(shape, 4, { probabilities: chosen }), {
        ...{ ...discreteMoments(chosen), dtype: 'i32', cdf: discreteCdf(chosen) },
        within: x => x === 0 || x === 2 || x === 3,
      }),
      samplerLaws('choice', shape => random.choice(shape, tensor([0, 1, 2, 3, 4])), {
        ...{ ...discreteMoments(fifths), dtype: 'f32', cdf: discreteCdf(fifths) },
        within: x => Number.isInteger(x) && x >= 0 && x < 5,
      }),
      choiceLaws(),
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
