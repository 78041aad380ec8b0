import * as pullback from 'pullback'
import { calls, type Example, labels, loosely, matrix, seed, vector } from './example.ts'

const { adam, dense, allParams, optimiser, ones, reference, sgd, softmaxCrossEntropy, supervised } = pullback

const betas = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8 }
const rate = 0.1
const net = dense(3, 2)
const objective = supervised(softmaxCrossEntropy())(net)
const model = pullback.init(net)(seed)
const data = { inputs: matrix, targets: labels }
const decaying = { weightDecay: 0.01, decayed: allParams }
const predictions = ones([2, 2])
const rms = { decay: 0.9, epsilon: 1e-8 }
const step = (): Example =>
  loosely(
    calls(
      [sgd(rate)],
      [objective],
      [{ ...model, optimiser: sgd(rate).init({}) }, data, sgd(rate).rates(0), seed],
    ),
    '2.0.optimiser',
  )

/** Optimisers, losses and metrics. */
export const optimisers = {
  adabelief: calls([rate, betas]),
  adadelta: calls([rate, { decay: 0.9, epsilon: 1e-6 }]),
  adagrad: calls([rate, { initial: 0.1, epsilon: 1e-6 }]),
  adam: calls([rate, betas]),
  adamax: calls([rate, betas]),
  adamw: calls([rate, { ...betas, ...decaying }]),
  amsgrad: calls([rate, betas]),
  lamb: calls([rate, { ...betas, ...decaying }]),
  lars: calls([rate, { momentum: 0.9, trust: 0.01, weightDecay: 0 }]),
  lion: calls([rate, { beta1: 0.9, beta2: 0.99, ...decaying }]),
  momentum: calls([rate, 0.9]),
  nadam: calls([rate, { ...betas, momentumDecay: 0.004 }]),
  nesterov: calls([rate, 0.9]),
  radam: calls([rate, betas]),
  rmsprop: calls([rate, { ...rms, centred: true, momentum: 0.9 }]),
  rprop: calls([rate, { increase: 1.2, decrease: 0.5, smallest: 1e-6, largest: 50 }]),
  sgd: loosely(calls([(n: number) => 1 / (n + 1)]), '0.0'),
} as const satisfies Readonly<Record<string, Example>>

const member = adam(rate)

/** The namespace `optimiser`. */
export const transformations = {
  accumulate: loosely(calls([2], [member]), '1.0.update.().1'),
  addDecayedWeights: calls([0.1, allParams]),
  applyUpdates: calls([model.params, model.params]),
  averageParameters: calls([0.9]),
  // The form of a state is held to where it is carried on.
  chain: loosely(calls([member, optimiser.identity]), '0.0.update.().1', '0.1.update.().1'),
  clipByGlobalNorm: calls([1]),
  clipByNorm: calls([1]),
  clipByValue: calls([1]),
  descend: calls([rate]),
  globalNorm: calls([model.params]),
  lookahead: loosely(calls([{ every: 5, share: 0.5 }], [member]), '1.0.update.().1'),
  partition: loosely(calls([() => 'a'], [{ a: member }]), '1.0.a.update.().1'),
  scaleByAdabelief: calls([betas]),
  scaleByAdadelta: calls([{ decay: 0.9, epsilon: 1e-6 }]),
  scaleByAdagrad: calls([{ initial: 0.1, epsilon: 1e-6 }]),
  scaleByAdam: calls([betas]),
  scaleByAdamax: calls([betas]),
  scaleByAmsgrad: calls([betas]),
  scaleByDeviation: calls([rms]),
  scaleByLars: calls([{ trust: 0.01, weightDecay: 0 }]),
  scaleByLion: calls([{ beta1: 0.9, beta2: 0.99 }]),
  scaleByNadam: calls([{ ...betas, momentumDecay: 0.004 }]),
  scaleByRadam: calls([betas]),
  scaleByRms: calls([rms]),
  scaleByRprop: calls([rate, { increase: 1.2, decrease: 0.5, smallest: 1e-6, largest: 50 }]),
  skipNonFinite: loosely(calls([member]), '0.0.update.().1'),
  addMomentum: calls([0.9, { nesterov: true }]),
} as const satisfies Readonly<Record<string, Example>>

const classOptions = { classWeights: vector, ignoreIndex: -1 }
const smoothing = { ...classOptions, labelSmoothing: 0.1 }
const shares = pullback.tensor([
  [0.5, 0.5],
  [1, 0],
])
const signs = pullback.tensor([1, -1])
const counts = pullback.tensor([2, 1], 'i32')
const sequence = {
  labels: pullback.tensor(
    [
      [1, 2],
      [1, 0],
    ],
    'i32',
  ),
  lengths: pullback.tensor([3, 2], 'i32'),
  targetLengths: counts,
}

/** Losses. */
export const losses = {
  cosineEmbedding: calls([{ margin: 0.1 }], [signs], [[predictions, predictions]]),
  crossEntropy: calls([], [shares], [shares]),
  ctc: calls([{ blank: 0, zeroInfinity: true }], [sequence], [ones([2, 3, 3])]),
  dice: calls([{ smooth: 1 }], [shares], [predictions]),
  focal: calls([{ gamma: 2, alpha: 0.25 }], [shares], [predictions]),
  gaussianNegativeLogLikelihood: calls(
    [{ epsilon: 1e-6, full: true }],
    [shares],
    [[predictions, predictions]],
  ),
  hinge: calls([{ margin: 1, power: 2 }], [labels], [predictions]),
  huber: calls([{ delta: 1 }], [shares], [predictions]),
  klDivergence: calls([{ logTargets: true }], [shares], [predictions]),
  infoNce: calls([{ temperature: 0.2, symmetric: true }], [{}], [[predictions, predictions]]),
  l1Penalty: calls([0.1, allParams], [model.params]),
  l2Penalty: calls([0.1, allParams], [model.params]),
  meanAbsoluteError: calls([], [shares], [predictions]),
  meanSquaredError: calls([], [shares], [predictions]),
  negativeLogLikelihood: calls([{ epsilon: 1e-9 }], [labels], [shares]),
  negativeLogProbability: calls([classOptions], [labels], [predictions]),
  poissonNegativeLogLikelihood: calls(
    [{ logInput: false, full: true, epsilon: 1e-8 }],
    [shares],
    [predictions],
  ),
  quantile: calls([{ quantile: 0.9 }], [shares], [predictions]),
  sigmoidCrossEntropy: calls([], [shares], [predictions]),
  smoothL1: calls([{ beta: 1 }], [shares], [predictions]),
  softTargetCrossEntropy: calls([{ classWeights: vector, labelSmoothing: 0.1 }], [shares], [predictions]),
  softmaxCrossEntropy: calls([smoothing], [labels], [predictions]),
  triplet: calls([{ margin: 1, epsilon: 1e-6, swap: true }], [{}], [[predictions, predictions, predictions]]),
} as const satisfies Readonly<Record<string, Example>>

/** The namespace `perExample`. */
export const perExamples = {
  absoluteError: losses.meanAbsoluteError,
  cosineEmbedding: losses.cosineEmbedding,
  ctc: losses.ctc,
  dice: losses.dice,
  focal: losses.focal,
  gaussianNegativeLogLikelihood: losses.gaussianNegativeLogLikelihood,
  hinge: losses.hinge,
  huber: losses.huber,
  klDivergence: losses.klDivergence,
  mean: calls([pullback.perExample.squaredError()], [shares], [predictions]),
  negativeLogProbability: losses.negativeLogProbability,
  poissonNegativeLogLikelihood: losses.poissonNegativeLogLikelihood,
  quantile: losses.quantile,
  sigmoidCrossEntropy: losses.sigmoidCrossEntropy,
  smoothL1: losses.smoothL1,
  softTargetCrossEntropy: losses.softTargetCrossEntropy,
  softmaxCrossEntropy: losses.softmaxCrossEntropy,
  triplet: losses.triplet,
  squaredError: losses.meanSquaredError,
  sum: calls([pullback.perExample.squaredError()], [shares], [predictions]),
} as const satisfies Readonly<Record<string, Example>>

const averaged = calls([{ class: 1 }, { zeroDivision: 0 }], [labels], [labels])

/** Metrics. */
export const metrics = {
  accuracy: calls([labels], [predictions]),
  classificationReport: calls([{ zeroDivision: 0 }], [labels], [labels]),
  confusionMatrix: calls([labels], [labels]),
  f1: calls(['macro', { zeroDivision: 0 }], [labels], [labels]),
  logLoss: calls([labels], [shares]),
  precision: calls(['micro', { zeroDivision: 1 }], [labels], [labels]),
  r2: calls([vector], [vector]),
  recall: averaged,
  rocAuc: calls([labels], [vector]),
  topKAccuracy: calls([1], [labels], [predictions]),
} as const satisfies Readonly<Record<string, Example>>

const schedule = { steps: 10, to: 0 }

/** The namespace `schedule`. */
export const schedules = {
  constant: calls([rate], [0]),
  cosine: calls([rate, schedule], [1]),
  cosineRestarts: calls([rate, { ...schedule, growth: 2 }], [1]),
  exponential: calls([rate, { factor: 0.9 }], [1]),
  join: loosely(calls([{ at: [5] }], [[() => 1, () => 0.5]], [7]), '1.0'),
  linear: calls([{ from: 1, ...schedule }], [1]),
  milestones: calls([rate, { at: [3, 5], factor: 0.5 }], [4]),
  oneCycle: calls([rate, { steps: 10, rise: 0.3, divisor: 25, lastDivisor: 1e4, along: 'line' }], [1]),
  piecewise: calls([[1, 0.5], { at: [5] }], [6]),
  polynomial: calls([rate, { ...schedule, power: 2 }], [1]),
  step: calls([rate, { every: 5, factor: 0.5 }], [6]),
} as const satisfies Readonly<Record<string, Example>>

const batchesOf = pullback.batches(data, { size: 2 })
const fitting = {
  epochs: 1,
  dtype: 'f32',
  metrics: { accuracy: pullback.accuracy },
  from: model,
  compile: false,
  nonFinite: 'stop',
  divergence: 'stop',
}

/** Training. */
export const trainings = {
  batches: calls([data, { size: 1, shuffle: true, dropLast: true }], [seed]),
  fit: loosely(calls([adam(rate), batchesOf, fitting], [objective], [seed]), '0.2.metrics'),
  fold: loosely(
    calls([(s: unknown, x: unknown) => [s, x, x], vector, reference, { inPlace: true }]),
    '0.0',
    '0.1',
  ),
  iterate: {
    ...calls([(x: pullback.Tensor) => pullback.op.scale(2)(x), { engine: reference }], [2], [vector]),
    loose: ['2'],
    skipped: ['billion', 'million'],
  },
  last: calls([[{}]]),
  lossOf: calls([model.state, pullback.training(seed)], [objective], [data], [model.params]),
  objective: calls([
    {
      name: 'own',
      layers: { net },
      run: (use: { readonly net: (x: unknown) => pullback.Tensor }, batch: typeof data) =>
        pullback.op.sum()(use.net(batch.inputs)),
    },
  ]),
  balanced: calls([0.01], [pullback.supervised(softmaxCrossEntropy())(pullback.mixtureOfExperts(3, 2)(net))]),
  microBatched: calls([2], [objective]),
  penalised: calls([pullback.l2Penalty(0.1)], [objective]),
  prefetch: calls([1], [batchesOf], [seed]),
  supervised: calls([softmaxCrossEntropy()], [net]),
  trainingStep: step(),
  compile: loosely(
    calls([(x: pullback.Tensor) => pullback.op.scale(2)(x), { engine: reference, cache: 4 }], [vector]),
    '0.0',
    '1',
  ),
  summary: calls([net, [2, 3], { dtype: 'f32' }]),
  showSummary: loosely(calls([pullback.summary(net, [2, 3])]), '0.0.cost.peakBytes'),
} as const satisfies Readonly<Record<string, Example>>
