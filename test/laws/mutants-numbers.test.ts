import { describe, vi } from 'vitest'
import { initialiserCatalogue } from '../../laws/catalogue/initialisers.ts'
import { lossCatalogue } from '../../laws/catalogue/losses.ts'
import { metricCatalogue } from '../../laws/catalogue/metrics.ts'
import { perExampleCatalogue } from '../../laws/catalogue/perExample.ts'
import { randomCatalogue } from '../../laws/catalogue/random.ts'
import * as pullback from '../../src/index.ts'
import { testWrongOnes, type Wrong, type WrongOnes } from './everyExport.ts'
import type { Loosely } from './exchange.ts'
import { another, configured, given, ignoring, numbers, o, shapeOf, withOptions } from './wrong.ts'

vi.mock('../../src/index.ts', async original => {
  const { exchangeable } = await import('./exchange.ts')
  return exchangeable(await original())
})

const p = pullback as unknown as Readonly<Record<string, Loosely>>
const r = pullback.random as unknown as Readonly<Record<string, Loosely>>
const i = pullback.initialiser as unknown as Readonly<Record<string, Loosely>>
const e = pullback.perExample as unknown as Readonly<Record<string, Loosely>>
const s = pullback.smooth as unknown as Readonly<Record<string, Loosely>>

/** A sampler of a shape and so many parameters, then options, whose parameters are changed. */
const parameters = (
  what: string,
  count: number,
  change: (...xs: readonly Loosely[]) => readonly unknown[],
): Wrong => [
  what,
  right =>
    (shape: Loosely, ...rest: readonly Loosely[]) =>
      right(
        shape,
        ...change(...rest.slice(0, count)).map(given),
        ...Array.from({ length: count - Math.min(count, rest.length) }, () => given(undefined)),
        ...rest.slice(count),
      ),
]
const reciprocal = (x: unknown): unknown =>
  typeof x === 'number' ? 1 / x : x === undefined ? x : o.reciprocal(given(x))
const squared = (x: unknown): unknown =>
  typeof x === 'number' ? x * x : x === undefined ? x : o.square(given(x))

const wrongRandom: WrongOnes<typeof randomCatalogue> = {
  key: configured('one for two seeds', (right, seed) => right(given(Math.floor(Number(seed) / 2)))),
  split: configured('the same again and again', (right, n) => (k: Loosely) => {
    const [first] = right(n as Loosely)(k) as unknown as readonly unknown[]
    return Array.from({ length: Number(n) }, () => first)
  }),
  foldIn: configured('of small numbers alone', (right, n) => right(given(Number(n) % 256))),
  uniform: parameters('always from 0', 2, (low, high) => [0, Number(high ?? 1) - Number(low ?? 0)]),
  normal: parameters('of a variance', 2, (mean, deviation) => [mean, squared(deviation)]),
  bernoulli: parameters('the others', 1, probability => [1 - Number(probability)]),
  permutation: configured('all begin elsewhere and go on in order', (_, n) => (k: Loosely) => {
    const by = p.item!(r.integers!(given([]), given(0), n as Loosely)(k))
    return o.roll(
      given(0),
      by as Loosely,
    )(o.arange(given(0), n as Loosely, given(1), given({ dtype: 'i32' })))
  }),
  integers: parameters('without the last', 2, (low, high) => [
    low,
    Math.max(Number(high) - 1, Number(low) + 1),
  ]),
  exponential: parameters('of a scale', 1, rate => [reciprocal(rate)]),
  gumbel: [
    'of smallest numbers',
    right =>
      (shape: Loosely, location: Loosely, ...rest: readonly Loosely[]) =>
      (k: Loosely) =>
        o.neg(right(shape, given(typeof location === 'number' ? -location : o.neg(location)), ...rest)(k)),
  ],
  gamma: parameters('of a scale', 2, (alpha, rate) => [alpha, reciprocal(rate)]),
  beta: parameters('the other way round', 2, (a, b) => [b, a]),
  dirichlet: parameters('of equal concentrations', 1, alpha => [p.onesLike!(alpha as Loosely)]),
  poisson: parameters('of another rate', 1, rate => [Number(rate) + 0.5]),
  truncatedNormal: [
    'what is outside is cut to the bounds',
    () => (shape: Loosely, mean: Loosely, deviation: Loosely, options: Loosely) => (k: Loosely) => {
      const { low, high, dtype } = given({ low: -3, high: 3, ...options })
      const drawn = r.normal!(shape, given(0), given(1), given({ dtype: dtype ?? 'f64' }))(k)
      const at = o.add(
        given(o.mul(drawn, o.broadcast(shape)(given(spread(deviation, drawn))))),
        o.broadcast(shape)(given(spread(mean, drawn))),
      )
      return typeof low === 'number' && typeof high === 'number'
        ? o.clip(given({ min: low, max: high }))(at)
        : at
    },
  ],
  multivariateNormal: [
    'a covariance for its factor',
    right =>
      (shape: Loosely, mean: Loosely, { covariance, factor, ...options }: Loosely) =>
        right(shape, mean, given({ ...options, factor: factor ?? covariance })),
  ],
  categorical: parameters('of probabilities', 1, logits => [o.exp(logits as Loosely)]),
  choice: [
    'always with replacement',
    right => (shape: Loosely, from: Loosely, options?: Loosely) =>
      right(shape, from, given({ ...options, replace: true })),
  ],
  laplace: parameters('of a variance', 2, (location, scale) => [location, squared(scale)]),
}

function spread(x: Loosely, like: Loosely): unknown {
  return typeof x === 'number'
    ? p.full!(given([]), given(x), given(like.dtype))
    : o.convert(given(like.dtype))(x)
}

const wrongInitialisers: WrongOnes<typeof initialiserCatalogue> = {
  constant: configured('twice as large', (right, x) => right(given(2 * Number(x)))),
  zeros: another('ones', () => i.constant!(given(1))),
  uniform: another(
    'normal',
    () => (low: Loosely, high: Loosely) =>
      i.normal!(given((Number(low) + Number(high)) / 2), given((Number(high) - Number(low)) / Math.sqrt(12))),
  ),
  normal: configured('of a variance', (right, mean, deviation) =>
    right(mean as Loosely, given(Number(deviation) ** 2)),
  ),
  glorotUniform: another('normal', () => i.glorotNormal),
  glorotNormal: another('of what comes in alone', () => i.lecunNormal),
  heUniform: another('without the 2', () => i.lecunUniform),
  heNormal: another('without the 2', () => i.lecunNormal),
  lecunUniform: another('with a 2', () => i.heUniform),
  lecunNormal: another('with a 2', () => i.heNormal),
  varianceScaling: ignoring('fan'),
  truncatedNormal: configured('not truncated', (_, mean, deviation) =>
    i.normal!(mean as Loosely, deviation as Loosely),
  ),
  orthogonal: configured('without its gain', right => right()),
}

/** A loss, or one of single examples, that is some times as large, with its gradient. */
const times = (what: string, factor: number): Wrong => [
  what,
  right =>
    (...options: readonly Loosely[]) =>
    (targets: Loosely) =>
      s.compose!(right(...options)(targets), s.scale!(given(factor))),
]
const instead = (what: string, name: string): Wrong => [what, () => p[name]]
const single = (what: string, name: string): Wrong => [what, () => e[name]]

const wrongLosses: WrongOnes<typeof lossCatalogue> = {
  cosineEmbedding: ignoring('margin'),
  ctc: another(
    'over the number of examples, not of labels',
    () =>
      (...options: readonly Loosely[]) =>
        e.mean!(e.ctc!(...options)),
  ),
  dice: ignoring('smooth'),
  focal: ignoring('alpha'),
  gaussianNegativeLogLikelihood: ignoring('full'),
  infoNce: ignoring('symmetric'),
  poissonNegativeLogLikelihood: ignoring('logInput'),
  quantile: withOptions('from above', ({ quantile = 0.5 }) => ({ quantile: 1 - Number(quantile) })),
  triplet: ignoring('swap'),
  hinge: ignoring('power'),
  huber: another(
    'not as steep as its width',
    () =>
      ({ delta = 1 } = {}) =>
        p.smoothL1!(given({ beta: delta })),
  ),
  klDivergence: ignoring('logTargets'),
  meanAbsoluteError: instead('squares', 'meanSquaredError'),
  negativeLogProbability: ignoring('classWeights'),
  sigmoidCrossEntropy: times('half of it', 0.5),
  smoothL1: another(
    'as steep as its width',
    () =>
      ({ beta = 1 } = {}) =>
        p.huber!(given({ delta: beta })),
  ),
  softTargetCrossEntropy: ignoring('labelSmoothing'),
  crossEntropy: times('over another number of examples', 0.75),
  l1Penalty: instead('squares', 'l2Penalty'),
  l2Penalty: configured('twice as large', (right, by, ...rest) =>
    right(given(2 * Number(by)), ...(rest as readonly Loosely[])),
  ),
  meanSquaredError: times('half of it', 0.5),
  negativeLogLikelihood: times('over another number of examples', 0.75),
  softmaxCrossEntropy: ignoring('labelSmoothing'),
}

const wrongPerExample: WrongOnes<typeof perExampleCatalogue> = {
  absoluteError: single('squares', 'squaredError'),
  cosineEmbedding: ignoring('margin'),
  ctc: times('twice as large', 2),
  dice: ignoring('smooth'),
  focal: ignoring('gamma'),
  gaussianNegativeLogLikelihood: ignoring('full'),
  poissonNegativeLogLikelihood: ignoring('full'),
  quantile: withOptions('from above', ({ quantile = 0.5 }) => ({ quantile: 1 - Number(quantile) })),
  triplet: ignoring('swap'),
  hinge: ignoring('margin'),
  huber: another(
    'not as steep as its width',
    () =>
      ({ delta = 1 } = {}) =>
        e.smoothL1!(given({ beta: delta })),
  ),
  klDivergence: ignoring('logTargets'),
  mean: another('the sum', () => e.sum),
  negativeLogProbability: ignoring('ignoreIndex'),
  sigmoidCrossEntropy: times('half of it', 0.5),
  smoothL1: another(
    'as steep as its width',
    () =>
      ({ beta = 1 } = {}) =>
        e.huber!(given({ delta: beta })),
  ),
  softmaxCrossEntropy: ignoring('classWeights'),
  softTargetCrossEntropy: ignoring('classWeights'),
  squaredError: times('half of it', 0.5),
  sum: another('the mean', () => e.mean),
}

/** A metric of labels, then predictions. */
const figure = (what: string, change: (value: number) => number): Wrong => [
  what,
  right => (labels: Loosely) => (predictions: Loosely) => change(Number(right(labels)(predictions))),
]

const wrongMetrics: WrongOnes<typeof metricCatalogue> = {
  accuracy: figure('the share that is wrong', value => 1 - value),
  classificationReport: [
    'the predicted instead of the true ones are counted',
    right =>
      (...options: readonly Loosely[]) =>
      (labels: Loosely) =>
      (predictions: Loosely) => {
        const report = right(...options)(labels)(predictions)
        return { ...report, precision: report.recall, recall: report.precision }
      },
  ],
  confusionMatrix: [
    'transposed',
    right => (labels: Loosely) => (predictions: Loosely) => o.transpose()(right(labels)(predictions)),
  ],
  f1: instead('precision in its place', 'precision'),
  logLoss: figure('in bits', value => value / Math.LN2),
  precision: instead('recall in its place', 'recall'),
  r2: figure('its root', value => Math.sign(value) * Math.sqrt(Math.abs(value))),
  recall: instead('precision in its place', 'precision'),
  rocAuc: figure('from the other side', value => 1 - value),
  topKAccuracy: configured(
    'of one more',
    (right, k) => (labels: Loosely) => (scores: Loosely) =>
      right(given(Math.min(Number(k) + 1, numbers(given(shapeOf(scores)))[1] as number)))(labels)(scores),
  ),
}

describe('random numbers', () => testWrongOnes('random', randomCatalogue, wrongRandom))
describe('initialisers', () => testWrongOnes('initialiser', initialiserCatalogue, wrongInitialisers))
describe('losses', () => testWrongOnes('', lossCatalogue, wrongLosses))
describe('losses of single examples', () => testWrongOnes('perExample', perExampleCatalogue, wrongPerExample))
describe('metrics', () => testWrongOnes('', metricCatalogue, wrongMetrics))
