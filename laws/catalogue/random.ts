/**
 * The namespace `random` with its laws.
 *
 * @module
 */
import { op, random, type Tensor, tensor } from '../../src/index.ts'
import { bulkLaws } from '../random/bulk.ts'
import { choiceLaws } from '../random/choice.ts'
import { betaCdf, betaMoments, discreteCdf, discreteMoments, normalCdf } from '../random/distributions.ts'
import { permutationLaws } from '../random/permutation.ts'
import { keyLaws, samplerLaws } from '../random/random.ts'
import { positives, reparametrisedLaws } from '../random/reparametrised.ts'
import type { Entries } from './entry.ts'
import {
  along,
  bell,
  bernoulli,
  beta,
  cut,
  exponential,
  fair,
  gamma,
  gumbel,
  laplace,
  normal,
  poisson,
  uniform,
} from './samplers.ts'

const factor = tensor([
  [2, 0, 0],
  [0.5, 1, 0],
  [-1, 0.25, 0.5],
])

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
