/**
 * Defaults of layers, with what is seen of them.
 *
 * @module
 */
import {
  type AnyLayer,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  batchNorm,
  type CachedOptions,
  cached,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  crossAttention,
  dense,
  elu,
  embedding,
  fromValues,
  gelu,
  glu,
  groupNorm,
  gru,
  gruCell,
  hardtanh,
  initialiser,
  instanceNorm,
  key,
  layerNorm,
  leakyRelu,
  learnedPositions,
  linear,
  lstm,
  lstmCell,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  meanOnlyBatchNorm,
  mixtureOfExperts,
  pad,
  prelu,
  rmsNorm,
  rnn,
  rnnCell,
  rotaryPositions,
  scan,
  selfAttention,
  sigmoid,
  silu,
  sinusoidalPositions,
  slice,
  softplus,
  spectralNorm,
  swiGlu,
  transformerDecoderBlock,
  transformerEncoderBlock,
} from '../../src/index.ts'
import { type Pinned, pinned } from './default.ts'
import { layerSeen } from './seen.ts'

const { constant, glorotUniform, normal, zeros } = initialiser
const ones = constant(1)

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

/** Defaults of layers, with what is seen of them. */
export const layerDefaults: readonly Pinned[] = [
  pinned('dense', o => dense(4, 3, o), rows, { w: glorotUniform, b: zeros }, 'layer/linear/dense.ts dense', {
    others: drawnOtherwise,
  }),
  pinned('linear', o => linear(4, 3, o), rows, { w: glorotUniform }, 'layer/linear/linear.ts linear', {
    others: drawnOtherwise,
  }),
  pinned(
    'embedding',
    o => embedding(5, 3, o),
    layerSeen(fromValues([4], [0, 1, 4, 1], 'i32')),
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
    ({ slope }: { slope?: initialiser.Initialiser }) => prelu(4, slope === undefined ? {} : { slope }),
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
      keyValueHeads: 'layer/attention/transformerBlock.ts sublayersOf',
      hidden: 'layer/attention/transformerBlock.ts sublayersOf',
      norm: 'layer/attention/transformerBlock.ts sublayersOf',
      activation: 'layer/attention/transformerBlock.ts sublayersOf',
      dropout: 'layer/attention/transformerBlock.ts sublayersOf',
      dropPath: 'layer/attention/transformerBlock.ts sublayersOf',
      epsilon: 'layer/attention/transformerBlock.ts sublayersOf',
      causal: 'layer/attention/transformerEncoderBlock.ts transformerEncoderBlock',
    },
    { others: { keyValueHeads: 1, norm: 'after', activation: elu } },
  ),
  pinned(
    'transformerDecoderBlock',
    o => transformerDecoderBlock(4, 2, 4, o),
    layerSeen([2, 5, 4], [2, 3, 4]),
    { dropout: 0, causal: true },
    'layer/attention/transformerDecoderBlock.ts transformerDecoderBlock',
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
    layerSeen(
      [2, 4],
      [fromValues([2, 3], [1, 2, 3, -1, 0, 2], 'f64'), fromValues([2, 3], [0, 1, 0, 1, 2, 1], 'f64')],
    ),
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
