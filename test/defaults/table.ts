/**
 * Every default written out: what an export makes without options, and what it makes with each of them.
 */
import {
  type AnyLayer,
  cached,
  type CachedOptions,
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  amsgrad,
  batches,
  batchNorm,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  cosineEmbedding,
  ctc,
  dice,
  focal,
  gaussianNegativeLogLikelihood,
  infoNce,
  l1Penalty,
  op,
  poissonNegativeLogLikelihood,
  quantile,
  triplet,
  crossAttention,
  dense,
  elu,
  embedding,
  evaluation,
  fromValues,
  gelu,
  glu,
  groupNorm,
  instanceNorm,
  gru,
  gruCell,
  hardtanh,
  hinge,
  huber,
  init,
  initialiser,
  key,
  klDivergence,
  l2Penalty,
  lamb,
  lars,
  layerNorm,
  leakyRelu,
  learnedPositions,
  linear,
  lion,
  lossOf,
  lstm,
  lstmCell,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  meanOnlyBatchNorm,
  meanSquaredError,
  momentum,
  mixtureOfExperts,
  nadam,
  negativeLogLikelihood,
  nesterov,
  oneHot,
  optimiser,
  pad,
  prelu,
  radam,
  random,
  rmsNorm,
  rmsprop,
  rnn,
  rnnCell,
  rotaryPositions,
  rprop,
  scan,
  schedule,
  selfAttention,
  sigmoid,
  silu,
  sinusoidalPositions,
  slice,
  smoothL1,
  smoothOf,
  softmaxCrossEntropy,
  perExample,
  sgd,
  softplus,
  spectralNorm,
  summary,
  supervised,
  swiGlu,
  type Shape,
  type Tensor,
  transformerDecoderBlock,
  transformerEncoderBlock,
} from '../../src/index.ts'
import { choice } from '../../src/numpy/index.ts'
import { randomState } from '../../src/numpy/index.ts'
import { lossSeen, layerSeen, optimiserSeen, scheduleSeen } from './seen.ts'

type Options = Readonly<Record<string, unknown>>

/** What an export makes of options, what can be seen of it, and its options as they are without a word. */
export interface Pinned {
  readonly name: string
  /** With the options that are given, and the others as they are by default. */
  readonly make: (options: never) => unknown
  readonly seen: (made: unknown) => unknown
  readonly defaults: Options
  /** Other values, each of which must show; half or double, or the opposite, where nothing is said. */
  readonly others?: Options
  /** Where the defaults are written: a file and a declaration in src, for all of them or for each. */
  readonly at: string | Readonly<Record<string, string>>
  /** What is compared only if it can be distinguished; a reason for those that cannot. */
  readonly same?: Readonly<Record<string, string>>
}

const pinned = (
  name: string,
  make: (options: never) => unknown,
  seen: (made: unknown) => unknown,
  defaults: Options,
  at: Pinned['at'],
  more: Pick<Pinned, 'others' | 'same'> = {},
): Pinned => ({ name, make, seen, defaults, at, ...more })

const { constant, glorotUniform, normal, zeros } = initialiser
const ones = constant(1)

// -------------------------------------------------------------------------------------
// layers
// -------------------------------------------------------------------------------------

const images = layerSeen([2, 4, 6, 6])
const sequences = layerSeen([2, 5, 4])
const rows = layerSeen([4, 4])
const shared = {
  bias: 'layer/convolution/convolution.ts withKernel',
  w: 'layer/convolution/convolution.ts withKernel',
  b: 'layer/convolution/convolution.ts withKernel',
}
const window = (file: string, names: readonly string[]) => ({
  ...Object.fromEntries(names.map(name => [name, `layer/convolution/${file}.ts ${file}`])),
  ...shared,
})
const convolution = { stride: 1, padding: 0, dilation: 1, groups: 1, bias: true, w: glorotUniform, b: zeros }
const drawnOtherwise = { w: ones, b: ones }

const maxPool = { stride: 2, padding: 0, dilation: 1 }
const mean = { stride: 2, countIncludePad: true }
const pooled = 'layer/pooling/pooling.ts pooledBy'
const otherPools = { others: { stride: 1, padding: 1 } }
const volumes = layerSeen([1, 2, 4, 4, 4])
const pools: readonly Pinned[] = [
  pinned('maxPool1d', o => maxPool1d(2, o), layerSeen([2, 4, 7]), maxPool, pooled, otherPools),
  pinned('maxPool2d', o => maxPool2d(2, o), images, maxPool, pooled, otherPools),
  pinned('maxPool3d', o => maxPool3d(2, o), volumes, maxPool, pooled, otherPools),
  ...[
    pinned(
      'avgPool1d',
      o => avgPool1d(2, { padding: 1, ...(o as object) }),
      layerSeen([2, 4, 7]),
      mean,
      pooled,
    ),
    pinned('avgPool2d', o => avgPool2d(2, { padding: 1, ...(o as object) }), images, mean, pooled),
    pinned('avgPool3d', o => avgPool3d(2, { padding: 1, ...(o as object) }), volumes, mean, pooled),
  ],
]

const layers: readonly Pinned[] = [
  pinned('dense', o => dense(4, 3, o), rows, { w: glorotUniform, b: zeros }, 'layer/linear/dense.ts dense', {
    others: drawnOtherwise,
  }),
  pinned('linear', o => linear(4, 3, o), rows, { w: glorotUniform }, 'layer/linear/linear.ts linear', {
    others: drawnOtherwise,
  }),
  pinned(
    'embedding',
    o => embedding(5, 3, o),
    layerSeen(fromValues([4], [0, 1, 4, 1], 'i32') as never),
    { w: normal(0, 1) },
    'layer/linear/embedding.ts embedding',
    { others: { w: normal(0, 0.5) } },
  ),
  pinned(
    'conv1d',
    o => conv1d(4, 4, 3, o),
    layerSeen([2, 4, 7]),
    convolution,
    window('conv1d', ['stride', 'padding', 'dilation', 'groups']),
    {
      others: { ...drawnOtherwise, padding: 1 },
    },
  ),
  pinned(
    'conv2d',
    o => conv2d(4, 4, 3, o),
    images,
    convolution,
    window('conv2d', ['stride', 'padding', 'dilation', 'groups']),
    {
      others: { ...drawnOtherwise, padding: 1 },
    },
  ),
  pinned(
    'conv3d',
    o => conv3d(2, 2, 2, o),
    volumes,
    convolution,
    window('conv3d', ['stride', 'padding', 'dilation', 'groups']),
    {
      others: { ...drawnOtherwise, padding: 1 },
    },
  ),
  ...pools,
  pinned(
    'convTranspose2d',
    o => convTranspose2d(4, 4, 3, { stride: 2, ...(o as object) }),
    images,
    { padding: 0, dilation: 1, outputPadding: 0, groups: 1, bias: true, w: glorotUniform, b: zeros },
    {
      ...window('convTranspose2d', ['padding', 'dilation', 'outputPadding', 'groups']),
      w: 'layer/convolution/convTranspose2d.ts convTranspose2d initialiser',
    },
    { others: { ...drawnOtherwise, padding: 1, outputPadding: 1 } },
  ),
  pinned(
    'convTranspose2d by its stride',
    o => convTranspose2d(4, 4, 3, o),
    images,
    { stride: 1 },
    'layer/convolution/convTranspose2d.ts convTranspose2d',
  ),
  pinned(
    'batchNorm',
    o => batchNorm(4, o),
    images,
    { momentum: 0.1, epsilon: 1e-5, affine: true },
    'layer/normalisation/batchNorm.ts batchNorm',
  ),
  pinned(
    'meanOnlyBatchNorm',
    o => meanOnlyBatchNorm(4, o),
    rows,
    { momentum: 0.1 },
    'layer/normalisation/meanOnlyBatchNorm.ts meanOnlyBatchNorm',
  ),
  pinned(
    'layerNorm',
    o => layerNorm(4, o),
    rows,
    { epsilon: 1e-5, affine: true },
    'layer/normalisation/layerNorm.ts layerNorm',
  ),
  pinned(
    'instanceNorm',
    o => instanceNorm(4, o),
    images,
    { epsilon: 1e-5 },
    'layer/normalisation/instanceNorm.ts instanceNorm',
  ),
  pinned(
    'groupNorm',
    o => groupNorm(2, 4, o),
    images,
    { epsilon: 1e-5 },
    'layer/normalisation/groupNorm.ts groupNorm',
  ),
  pinned(
    'glu',
    o => glu(o),
    layerSeen([4, 2, 4]),
    { axis: -1, activation: sigmoid },
    'layer/gate/glu.ts glu',
    {
      others: { axis: 0, activation: silu },
    },
  ),
  pinned(
    'swiGlu',
    o => swiGlu(4, 3, o),
    rows,
    { activation: silu, bias: false, w: glorotUniform },
    'layer/gate/swiGlu.ts swiGlu',
    { others: { activation: sigmoid, w: ones } },
  ),
  pinned(
    'swiGlu with biases',
    o => swiGlu(4, 3, { bias: true, ...(o as object) }),
    rows,
    { b: zeros },
    'layer/gate/swiGlu.ts swiGlu',
    { others: { b: ones } },
  ),
  pinned('rmsNorm', o => rmsNorm(4, o), rows, { epsilon: 1e-6 }, 'layer/normalisation/rmsNorm.ts rmsNorm'),
  pinned('gelu', o => gelu(o), rows, { approximate: 'none' }, 'layer/activation/gelu.ts gelu', {
    others: { approximate: 'tanh' },
  }),
  pinned(
    'elu',
    ({ alpha }: { alpha?: number }) => elu(alpha),
    rows,
    { alpha: 1 },
    'layer/activation/elu.ts elu',
  ),
  pinned(
    'hardtanh',
    ({ low, high }: { low?: number; high?: number }) => hardtanh(low, high),
    rows,
    { low: -1, high: 1 },
    'layer/activation/hardtanh.ts hardtanh',
  ),
  pinned(
    'leakyRelu',
    ({ slope }: { slope?: number }) => leakyRelu(slope),
    rows,
    { slope: 0.01 },
    'layer/activation/leakyRelu.ts leakyRelu',
  ),
  pinned(
    'prelu',
    ({ slope }: { slope?: initialiser.Initialiser }) => prelu(4, { slope } as never),
    rows,
    { slope: constant(0.25) },
    'layer/activation/prelu.ts prelu',
    { others: { slope: ones } },
  ),
  pinned(
    'softplus',
    ({ beta }: { beta?: number }) => softplus(beta),
    rows,
    { beta: 1 },
    'layer/activation/softplus.ts softplus',
  ),
  pinned('pad', o => pad([1], o), rows, { value: 0 }, 'layer/shape/pad.ts pad'),
  pinned(
    'slice',
    ({ start, step }: { start?: number; step?: number }) => slice([[start as number, 4, step as number]]),
    rows,
    { start: 0, step: 1 },
    { start: 'layer/shape/slice.ts findRange', step: 'layer/shape/slice.ts findRange' },
    { others: { start: 1 } },
  ),
  pinned(
    'sinusoidalPositions',
    o => sinusoidalPositions(4, o),
    sequences,
    { base: 10_000 },
    'layer/attention/positions.ts sinusoidalPositions',
  ),
  pinned(
    'learnedPositions',
    o => learnedPositions(6, 4, o),
    sequences,
    { w: normal(0, 0.02) },
    'layer/attention/positions.ts learnedPositions',
    { others: { w: ones } },
  ),
  pinned(
    'rotaryPositions',
    o => rotaryPositions(4, o),
    sequences,
    { base: 10_000, offset: 0, pairs: 'interleaved' },
    'layer/attention/rotary.ts rotaryPositions',
    { others: { pairs: 'halfSplit' } },
  ),
  pinned(
    'selfAttention',
    o => selfAttention(4, 2, o),
    sequences,
    { causal: false, bias: true, dropout: 0, keyValueHeads: 2 },
    'layer/attention/attention.ts attention',
    { others: { keyValueHeads: 1 } },
  ),
  pinned(
    'crossAttention',
    o => crossAttention(4, 2, 4, o),
    layerSeen([2, 5, 4], [2, 5, 4]),
    { bias: true, dropout: 0, keyValueHeads: 2 },
    'layer/attention/attention.ts attention',
    { others: { keyValueHeads: 1 } },
  ),
  pinned(
    'transformerEncoderBlock',
    o => transformerEncoderBlock(4, 2, o),
    sequences,
    {
      keyValueHeads: 2,
      hidden: 16,
      norm: 'before',
      activation: gelu,
      dropout: 0,
      dropPath: 0,
      epsilon: 1e-5,
      causal: false,
    },
    {
      keyValueHeads: 'layer/attention/transformer.ts sublayersOf',
      hidden: 'layer/attention/transformer.ts sublayersOf',
      norm: 'layer/attention/transformer.ts sublayersOf',
      activation: 'layer/attention/transformer.ts sublayersOf',
      dropout: 'layer/attention/transformer.ts sublayersOf',
      dropPath: 'layer/attention/transformer.ts sublayersOf',
      epsilon: 'layer/attention/transformer.ts sublayersOf',
      causal: 'layer/attention/transformer.ts transformerEncoderBlock',
    },
    { others: { keyValueHeads: 1, norm: 'after', activation: elu } },
  ),
  pinned(
    'transformerDecoderBlock',
    o => transformerDecoderBlock(4, 2, 4, o),
    layerSeen([2, 5, 4], [2, 3, 4]),
    { dropout: 0, causal: true },
    'layer/attention/transformer.ts transformerDecoderBlock',
  ),
  ...(
    [
      ['rnnCell', rnnCell],
      ['gruCell', gruCell],
    ] as const
  ).map(([name, cell]) =>
    pinned(
      name,
      o => cell(4, 3, o),
      layerSeen([2, 4], [2, 3]),
      { bias: true },
      'layer/recurrent/cell.ts cellOf',
    ),
  ),
  pinned(
    'lstmCell',
    o => lstmCell(4, 3, o),
    layerSeen([2, 4], [
      fromValues([2, 3], [1, 2, 3, -1, 0, 2], 'f64'),
      fromValues([2, 3], [0, 1, 0, 1, 2, 1], 'f64'),
    ] as never),
    { bias: true },
    'layer/recurrent/cell.ts cellOf',
  ),
  ...(
    [
      ['rnn', rnn],
      ['lstm', lstm],
      ['gru', gru],
    ] as const
  ).map(([name, recurrent]) =>
    pinned(
      name,
      o => recurrent(4, 3, o),
      sequences,
      { bias: true, direction: 'forward', output: 'sequence' },
      'layer/recurrent/recurrent.ts recurrent',
      {
        others: { direction: 'backward', output: 'last' },
      },
    ),
  ),
  pinned(
    'scan',
    o => scan(o)(rnnCell(4, 3)),
    layerSeen([2, 5, 4], [2, 3]),
    { reverse: false },
    'layer/combinator/scan.ts along',
  ),
  pinned(
    'mixtureOfExperts',
    o => mixtureOfExperts(4, 3, o)(dense(4, 2)),
    rows,
    { topK: 2, normalise: true, noise: 0 },
    'layer/gate/mixtureOfExperts.ts mixtureOfExperts',
    { others: { topK: 1, normalise: false, noise: 2 } },
  ),
  pinned(
    'mixtureOfExperts of one for each',
    o => mixtureOfExperts(4, 3, { topK: 1, ...(o as object) })(dense(4, 2)),
    rows,
    { normalise: false },
    'layer/gate/mixtureOfExperts.ts mixtureOfExperts',
  ),
  pinned(
    'spectralNorm',
    // With weights that are small when the vectors begin, so that the least length is seen.
    o => spectralNorm(o)(dense(4, 3, { w: normal(0, 0.1) })),
    rows,
    { iterations: 1, epsilon: 1e-12 },
    'layer/combinator/spectralNorm.ts normed',
    { others: { iterations: 3, epsilon: 1 } },
  ),
  pinned(
    'cached',
    (o: Partial<CachedOptions>) => cached({ capacity: 3, ...o })(lstm(4, 3)),
    made => (made as AnyLayer).init(key(0), 'f32').state,
    { batch: 1 },
    'layer/combinator/cached.ts cached',
  ),
]

// -------------------------------------------------------------------------------------
// losses
// -------------------------------------------------------------------------------------

const wide = fromValues([2, 3], [0.3, -3, 1.5, 0, 0.7, -0.2], 'f64') as Tensor
const near = fromValues([2, 3], [0.25, 2, 1, -1, 0.6, 0.1], 'f64') as Tensor
const probabilities = fromValues([2, 3], [0.5, 0, 0.5, 0.25, 0.5, 0.25], 'f64') as Tensor
const labels = fromValues([2], [2, 1], 'i32')
const numbers = lossSeen(near, wide)

const losses: readonly Pinned[] = [
  pinned('huber', o => huber(o), numbers, { delta: 1 }, 'loss/differences.ts huber'),
  pinned('smoothL1', o => smoothL1(o), numbers, { beta: 1 }, 'loss/differences.ts smoothL1'),
  pinned(
    'hinge',
    o => hinge(o),
    lossSeen(labels as never, wide),
    { margin: 1, power: 1 },
    'loss/hinge.ts hinge',
  ),
  pinned(
    'cosineEmbedding',
    o => cosineEmbedding(o),
    lossSeen(
      fromValues([2], [-1, -1], 'i32') as never,
      [near, wide.shape.length === 2 ? near : wide] as never,
    ),
    { margin: 0 },
    'loss/cosineEmbedding.ts cosineEmbedding',
    { others: { margin: 0.25 } },
  ),
  pinned(
    'focal',
    o => focal(o),
    lossSeen(probabilities, wide),
    { gamma: 2, alpha: 0.25 },
    'loss/focal.ts focal',
  ),
  pinned('dice', o => dice(o), lossSeen(probabilities, wide), { smooth: 1 }, 'loss/dice.ts dice'),
  pinned('quantile', o => quantile(o), numbers, { quantile: 0.5 }, 'loss/quantile.ts quantile'),
  pinned(
    'gaussianNegativeLogLikelihood',
    o => gaussianNegativeLogLikelihood(o),
    lossSeen(near, [wide, op.scale(0)(wide)]),
    { epsilon: 1e-6, full: false },
    {
      epsilon: 'loss/gaussianNegativeLogLikelihood.ts gaussian',
      full: 'loss/gaussianNegativeLogLikelihood.ts gaussian constant',
    },
  ),
  pinned(
    'poissonNegativeLogLikelihood, of logarithms',
    o => poissonNegativeLogLikelihood(o),
    lossSeen(op.scale(4)(near), probabilities),
    { logInput: true, full: false },
    'loss/poissonNegativeLogLikelihood.ts poisson',
  ),
  pinned(
    'poissonNegativeLogLikelihood, of rates',
    o => poissonNegativeLogLikelihood({ ...(o as object), logInput: false }),
    lossSeen(near, probabilities),
    { epsilon: 1e-8 },
    'loss/poissonNegativeLogLikelihood.ts poisson',
  ),
  pinned(
    'triplet',
    o => triplet(o),
    lossSeen({}, [near, wide, probabilities]),
    { margin: 1, epsilon: 0, swap: false },
    'loss/triplet.ts triplet',
  ),
  pinned(
    'infoNce',
    o => infoNce(o),
    lossSeen({}, [near, wide]),
    { temperature: 0.1, symmetric: false },
    'loss/infoNce.ts infoNce',
  ),
  pinned(
    'ctc',
    o => ctc(o),
    lossSeen(
      { labels: fromValues([1, 1], [1], 'i32') },
      fromValues([1, 2, 3], [0.3, -3, 1.5, 0, 0.7, -0.2], 'f64') as Tensor,
    ),
    { blank: 0 },
    'loss/ctc.ts ctc',
    { others: { blank: 2 } },
  ),
  pinned(
    'ctc, of what cannot be',
    o => ctc(o),
    made => {
      try {
        const [loss] = (made as ReturnType<typeof ctc>)({
          labels: fromValues([1, 2], [1, 1], 'i32') as never,
        })(fromValues([1, 2, 3], [0.3, -3, 1.5, 0, 0.7, -0.2], 'f64') as never)
        return loss
      } catch (error) {
        return String(error)
      }
    },
    { zeroInfinity: false },
    'loss/ctc.ts ctc',
  ),
  pinned(
    'klDivergence',
    o => klDivergence(o),
    lossSeen(probabilities, wide),
    { logTargets: false },
    'loss/distributions.ts klDivergence',
  ),
  pinned(
    'softmaxCrossEntropy',
    o => softmaxCrossEntropy(o),
    lossSeen(labels as never, wide),
    { labelSmoothing: 0 },
    'loss/labelled.ts onLabels',
  ),
  pinned(
    'softTargetCrossEntropy',
    o => perExample.mean(perExample.softTargetCrossEntropy(o) as never),
    lossSeen(probabilities, wide),
    { labelSmoothing: 0 },
    'loss/labelled.ts softTargetCrossEntropy',
  ),
  pinned(
    'negativeLogLikelihood',
    o => negativeLogLikelihood(o),
    lossSeen(fromValues([2], [1, 1], 'i32') as never, probabilities),
    { epsilon: 1e-8 },
    'loss/negativeLogLikelihood.ts negativeLogLikelihood',
  ),
]

// -------------------------------------------------------------------------------------
// optimisers and schedules
// -------------------------------------------------------------------------------------

type WithRate = (rate: number | undefined, options?: never) => unknown
const rated =
  (make: WithRate) =>
  ({ rate, ...options }: Options) =>
    make(rate as number | undefined, options as never)
const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const momentsAt = Object.fromEntries(
  Object.keys(moments).map(name => [name, 'optimiser/transformation/scaleByAdam.ts adamConstants']),
)
const adamLike = (
  name: string,
  make: WithRate,
  rate: number,
  options: Options = {},
  at: Readonly<Record<string, string>> = {},
): Pinned =>
  pinned(
    name,
    rated(make) as never,
    optimiserSeen,
    { rate, ...moments, ...options },
    { ...momentsAt, rate: `optimiser/alias/${name}.ts ${name}`, ...at },
  )

const optimisers: readonly Pinned[] = [
  adamLike('adam', adam as WithRate, 0.001),
  adamLike('adamax', adamax as WithRate, 0.002),
  adamLike('amsgrad', amsgrad as WithRate, 0.001),
  adamLike('radam', radam as WithRate, 0.001),
  adamLike(
    'nadam',
    nadam as WithRate,
    0.002,
    { momentumDecay: 0.004 },
    { momentumDecay: 'optimiser/transformation/scaleByNadam.ts scaleByNadam' },
  ),
  adamLike(
    'adamw',
    adamw as WithRate,
    0.001,
    { weightDecay: 0.01 },
    { weightDecay: 'optimiser/alias/adamw.ts adamw' },
  ),
  adamLike(
    'lamb',
    lamb as WithRate,
    0.001,
    { epsilon: 1e-6, weightDecay: 0 },
    { weightDecay: 'optimiser/alias/lamb.ts lamb', epsilon: 'optimiser/alias/lamb.ts lamb' },
  ),
  adamLike(
    'adabelief',
    adabelief as WithRate,
    0.001,
    { epsilon: 1e-16 },
    { epsilon: 'optimiser/transformation/scaleByAdabelief.ts scaleByAdabelief ε' },
  ),
  pinned(
    'adadelta',
    rated(adadelta as WithRate) as never,
    optimiserSeen,
    { rate: 1, decay: 0.9, epsilon: 1e-6 },
    {
      rate: 'optimiser/alias/adadelta.ts adadelta',
      decay: 'optimiser/transformation/scaleByAdadelta.ts scaleByAdadelta',
      epsilon: 'optimiser/transformation/scaleByAdadelta.ts scaleByAdadelta',
    },
  ),
  pinned(
    'adagrad',
    rated(adagrad as WithRate) as never,
    optimiserSeen,
    { rate: 0.01, initial: 0, epsilon: 1e-10 },
    {
      rate: 'optimiser/alias/adagrad.ts adagrad',
      initial: 'optimiser/transformation/scaleByAdagrad.ts scaleByAdagrad',
      epsilon: 'optimiser/transformation/scaleByAdagrad.ts scaleByAdagrad',
    },
  ),
  pinned(
    'rmsprop',
    rated(rmsprop as WithRate) as never,
    optimiserSeen,
    { rate: 0.01, decay: 0.99, epsilon: 1e-8, centred: false, momentum: 0 },
    {
      rate: 'optimiser/alias/rmsprop.ts rmsprop',
      centred: 'optimiser/alias/rmsprop.ts rmsprop',
      momentum: 'optimiser/alias/rmsprop.ts rmsprop',
      decay: 'optimiser/transformation/scaleByRms.ts rmsConstants',
      epsilon: 'optimiser/transformation/scaleByRms.ts rmsConstants',
    },
  ),
  pinned(
    'rprop',
    rated(rprop as WithRate) as never,
    optimiserSeen,
    { rate: 0.01, increase: 1.2, decrease: 0.5, smallest: 1e-6, largest: 50 },
    {
      rate: 'optimiser/alias/rprop.ts rprop',
      ...Object.fromEntries(
        ['increase', 'decrease', 'smallest', 'largest'].map(name => [
          name,
          'optimiser/transformation/scaleByRprop.ts scaleByRprop',
        ]),
      ),
    },
    { others: { increase: 1.5 } },
  ),
  pinned(
    'lion',
    rated(lion as WithRate) as never,
    optimiserSeen,
    { rate: 0.0001, weightDecay: 0, beta1: 0.9, beta2: 0.99 },
    {
      rate: 'optimiser/alias/lion.ts lion',
      weightDecay: 'optimiser/alias/lion.ts lion',
      beta1: 'optimiser/transformation/scaleByLion.ts scaleByLion',
      beta2: 'optimiser/transformation/scaleByLion.ts scaleByLion',
    },
  ),
  pinned(
    'lars',
    o => lars(0.1, o),
    optimiserSeen,
    { momentum: 0.9, trust: 0.001, weightDecay: 0 },
    {
      momentum: 'optimiser/alias/lars.ts lars',
      trust: 'optimiser/transformation/scaleByTrustRatio.ts scaleByLars',
      weightDecay: 'optimiser/transformation/scaleByTrustRatio.ts scaleByLars',
    },
  ),
  pinned(
    'momentum',
    ({ decay }: { decay?: number }) => momentum(0.1, decay),
    optimiserSeen,
    { decay: 0.9 },
    'optimiser/alias/momentum.ts momentum',
  ),
  pinned(
    'nesterov',
    ({ decay }: { decay?: number }) => nesterov(0.1, decay),
    optimiserSeen,
    { decay: 0.9 },
    'optimiser/alias/nesterov.ts nesterov',
  ),
  pinned(
    'optimiser.addMomentum',
    o => optimiser.addMomentum(0.9, o),
    optimiserSeen,
    { nesterov: false },
    'optimiser/transformation/addMomentum.ts addMomentum',
  ),
  pinned(
    'optimiser.lookahead',
    o => optimiser.lookahead(o)(sgd(0.1)),
    optimiserSeen,
    { every: 6, share: 0.5 },
    'optimiser/wrapper/lookahead.ts lookahead',
  ),
  pinned(
    'optimiser.addDecayedWeights',
    ({ filter: among }: { filter?: never }) => optimiser.addDecayedWeights(0.1, among),
    optimiserSeen,
    { filter: () => true },
    'optimiser/transformation/addDecayedWeights.ts addDecayedWeights',
    { others: { filter: () => false } },
  ),
  pinned(
    'l1Penalty',
    ({ filter: among }: { filter?: never }) => l1Penalty(0.1, among),
    made =>
      (made as ReturnType<typeof l1Penalty>)({
        w: wide,
        b: labels,
        v: fromValues([2], [1, 2], 'f64'),
      } as never)[0],
    { filter: (path: readonly unknown[]) => path.at(-1) === 'w' },
    'loss/penalty.ts penaltyOf',
    { others: { filter: () => false } },
  ),
  pinned(
    'l2Penalty',
    ({ filter: among }: { filter?: never }) => l2Penalty(0.1, among),
    made =>
      (made as ReturnType<typeof l2Penalty>)({
        w: wide,
        b: labels,
        v: fromValues([2], [1, 2], 'f64'),
      } as never)[0],
    { filter: (path: readonly unknown[]) => path.at(-1) === 'w' },
    'loss/penalty.ts penaltyOf',
    { others: { filter: () => false } },
  ),
]

const schedules: readonly Pinned[] = [
  pinned(
    'schedule.cosine',
    o => schedule.cosine(1, { steps: 10, ...(o as object) }),
    scheduleSeen,
    { to: 0 },
    'schedule/cosine.ts cosine',
  ),
  pinned(
    'schedule.cosineRestarts',
    o => schedule.cosineRestarts(1, { steps: 3, ...(o as object) }),
    scheduleSeen,
    { to: 0, growth: 1 },
    'schedule/cosine.ts cosineRestarts',
  ),
  pinned(
    'schedule.linear',
    o => schedule.linear({ to: 1, steps: 10, ...(o as object) }),
    scheduleSeen,
    { from: 0 },
    'schedule/linear.ts linear',
  ),
  pinned(
    'schedule.oneCycle',
    o => schedule.oneCycle(1, { steps: 12, ...(o as object) }),
    scheduleSeen,
    { rise: 0.3, divisor: 25, lastDivisor: 1e4, along: 'cosine' },
    'schedule/oneCycle.ts oneCycle',
    { others: { along: 'line', rise: 0.5 } },
  ),
  pinned(
    'schedule.polynomial',
    o => schedule.polynomial(1, { steps: 10, ...(o as object) }),
    scheduleSeen,
    { power: 1, to: 0 },
    'schedule/polynomial.ts polynomial',
  ),
]

// -------------------------------------------------------------------------------------
// randomness, data and training
// -------------------------------------------------------------------------------------

const drawn = (how: initialiser.Initialiser, shape: Shape): unknown => how(shape, 'f64')(key(1))
const made = (x: unknown): unknown => x
const data = { inputs: wide, targets: near }
const near6 = fromValues([6, 1], [1, 2, 3, 4, 5, 6], 'f64')
const many = { inputs: near6, targets: near6 }
const model = dense(3, 3)

const others: readonly Pinned[] = [
  pinned(
    'random.uniform',
    ({ low, high, dtype }: { low?: number; high?: number; dtype?: 'f32' }) =>
      random.uniform([8], low, high, dtype === undefined ? undefined : { dtype })(key(1)),
    made,
    { low: 0, high: 1, dtype: 'f32' },
    'random/sample.ts uniform',
    { others: { dtype: 'f64' } },
  ),
  pinned(
    'random.normal',
    ({ mean, deviation, dtype }: { mean?: number; deviation?: number; dtype?: 'f32' }) =>
      random.normal([8], mean, deviation, dtype === undefined ? undefined : { dtype })(key(1)),
    made,
    { mean: 0, deviation: 1, dtype: 'f32' },
    'random/sample.ts normal',
    { others: { dtype: 'f64' } },
  ),
  pinned(
    'random.exponential',
    ({ rate }: { rate?: number }) => random.exponential([8], rate)(key(1)),
    made,
    { rate: 1 },
    'random/exponential.ts exponential',
  ),
  pinned(
    'random.choice',
    ({ replace }: { replace?: boolean }) =>
      random.choice([8], 9, replace === undefined ? undefined : { replace })(key(1)),
    made,
    { replace: true },
    { replace: 'random/choice.ts positions' },
  ),
  pinned(
    'random.gamma',
    ({ rate }: { rate?: number }) => random.gamma([8], 2, rate)(key(1)),
    made,
    { rate: 1 },
    'random/gamma.ts gamma',
  ),
  pinned(
    'random.truncatedNormal',
    ({ mean, deviation }: { mean?: number; deviation?: number }) =>
      random.truncatedNormal([8], mean, deviation)(key(1)),
    made,
    { mean: 0, deviation: 1 },
    'random/truncatedNormal.ts truncatedNormal',
  ),
  pinned(
    'random.gumbel',
    ({ location, scale }: { location?: number; scale?: number }) =>
      random.gumbel([8], location, scale)(key(1)),
    made,
    { location: 0, scale: 1 },
    'random/locationScale.ts locationScale',
  ),
  pinned(
    'random.laplace',
    ({ location, scale }: { location?: number; scale?: number }) =>
      random.laplace([8], location, scale)(key(1)),
    made,
    { location: 0, scale: 1 },
    'random/locationScale.ts locationScale',
  ),
  pinned(
    'random.integers',
    ({ dtype }: { dtype?: 'i32' | 'u8' }) =>
      random.integers([8], 0, 9, dtype === undefined ? undefined : { dtype })(key(1)),
    made,
    { dtype: 'i32' },
    'random/integers.ts integers',
    { others: { dtype: 'u8' } },
  ),
  pinned(
    'initialiser.orthogonal',
    ({ gain }: { gain?: number }) => drawn(initialiser.orthogonal(gain), [3, 3]),
    made,
    { gain: 1 },
    'initialiser/orthogonal.ts orthogonal',
  ),
  pinned(
    'initialiser.truncatedNormal',
    o => drawn(initialiser.truncatedNormal(1, 2, o), [64]),
    made,
    { low: -3, high: 5 },
    'initialiser/truncatedNormal.ts truncatedNormal',
    { others: { low: 0, high: 2 } },
  ),
  pinned(
    'initialiser.varianceScaling',
    o => drawn(initialiser.varianceScaling(o), [3, 5]),
    made,
    { gain: 1, fan: 'in', distribution: 'uniform' },
    'initialiser/varianceScaling.ts varianceScaling',
    { others: { fan: 'out', distribution: 'normal' } },
  ),
  pinned('oneHot', o => oneHot(3, o)(labels), made, { dtype: 'f32' }, 'data/oneHot.ts oneHot', {
    others: { dtype: 'f64' },
  }),
  pinned('init', o => init(model, o)(key(1)), made, { dtype: 'f32' }, 'layer/init.ts init', {
    others: { dtype: 'f64' },
  }),
  pinned(
    'summary',
    o => summary(model, [2, 3], o),
    x => JSON.stringify(x),
    { dtype: 'f32' },
    'train/summary.ts summary',
    { others: { dtype: 'f64' } },
  ),
  pinned(
    'batches',
    o => [...(batches(many, { size: 1, ...(o as object) })(key(3)) as Iterable<unknown>)],
    made,
    { shuffle: false },
    'train/batches.ts batches',
  ),
  pinned(
    'smoothOf',
    ({ context }: { context?: never }) =>
      smoothOf(
        batchNorm(3),
        init(batchNorm(3), { dtype: 'f64' })(key(1)).state,
        context,
      )([init(batchNorm(3), { dtype: 'f64' })(key(1)).params, wide] as never)[0],
    made,
    { context: evaluation },
    'layer/smoothOf.ts smoothOf',
    { others: { context: { mode: 'training', key: key(1) } } },
  ),
  pinned(
    'lossOf',
    ({ context }: { context?: never }) => {
      const net = batchNorm(3)
      const { params, state } = init(net, { dtype: 'f64' })(key(1))
      return lossOf(state, context)(supervised(meanSquaredError() as never)(net))(data as never)(params)[0]
    },
    made,
    { context: evaluation },
    'train/lossOf.ts lossOf',
    { others: { context: { mode: 'training', key: key(1) } } },
  ),
  pinned(
    'numpy.choice',
    ({ replace }: { replace?: boolean }) =>
      choice(5, [5], replace === undefined ? undefined : { replace })(randomState(1))[0],
    made,
    { replace: true },
    'numpy/choice.ts choice',
  ),
]

export const pinnedDefaults: readonly Pinned[] = [
  ...layers,
  ...losses,
  ...optimisers,
  ...schedules,
  ...others,
]

/** Defaults that no user can ask for, or that other tests hold, with the reason. */
export const heldElsewhere: Readonly<Record<string, string>> = {
  'loss/ctcTargets.ts completed lengths': 'follows from the scores; test/loss/furtherLosses.test.ts',
  'loss/ctcTargets.ts completed targetLengths': 'follows from the labels; test/loss/furtherLosses.test.ts',
  'loss/meanCtc.ts ctc blank': 'the same as that of its examples; law L38',
  'initialiser/varianceScaling.ts varianceScaling fans': 'follows from the shape; law N5',
  'layer/attention/attention.ts attention padding': 'another input; the types and test/laws/layers.test.ts',
  'layer/shape/exampleAxes.ts exampleOf most': 'inside of layers: no bound',
  'layer/parametric.ts withParams of': 'whose function an error names: test/contract/halfRight.test.ts',
  'layer/fromSmooth.ts withoutParams of': 'whose function an error names: test/contract/halfRight.test.ts',
  'layer/window/sizes.ts sizesAlong least':
    'inside of layers: what sizes are refused, in test/layer/refusalNames.test.ts',
  'layer/shape/slice.ts requireRange start': 'inside of slice: what is refused, in test/laws/layers.test.ts',
  'layer/shape/slice.ts requireRange step': 'inside of slice: what is refused, in test/laws/layers.test.ts',
  'layer/recurrent/recurrent.ts recurrent lengths': 'another input; the types and test/layer/lengths.test.ts',
  'layer/attention/transformer.ts transformerEncoderBlock padding':
    'another input; the types and test/laws/layers.test.ts',
  'layer/attention/transformer.ts transformerEncoderBlock dropout': 'the same as that of its sublayers',
  'layer/attention/transformer.ts transformerDecoderBlock padding':
    'another input; the types and test/laws/layers.test.ts',
  'random/vectorModule.ts vectorModule host': 'what the host has: test/random/bulk.test.ts',
  'train/training.ts training epochs': 'test/defaults/fit.test.ts',
  'train/training.ts training dtype': 'test/defaults/fit.test.ts',
  'train/training.ts training compile': 'test/defaults/fit.test.ts',
  'train/training.ts training engine': 'what compile takes: docs/engines.md',
  'train/training.ts training nonFinite': 'test/laws/nonFinite.test.ts',
  'train/training.ts training divergence': 'test/train/reports.test.ts',
  'train/batches.ts batches dropLast': 'test/train/reports.test.ts',
  'metric/averaged.ts averaged zeroDivision': 'test/metric/oneOutput.test.ts',
  'metric/classificationReport.ts classificationReport zeroDivision': 'test/metric/oneOutput.test.ts',
}
