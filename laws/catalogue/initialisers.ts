/**
 * The namespace `initialiser` with its laws.
 *
 * @module
 */
import { initialiser, type Shape } from '../../src/index.ts'
import { type InitialiserPromises, initialiserLaws } from '../initialiser/initialiser.ts'
import {
  orthogonalLaws,
  truncatedMoments,
  truncatedNormalLaws,
  varianceScalingLaws,
} from '../initialiser/spread.ts'
import type { Entries } from './entry.ts'
import { bell, flat } from './samplers.ts'

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
