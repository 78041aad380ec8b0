/**
 * Every layer with inputs, for what is written and read: by the names of the catalogue of laws, so that one without an entry does not
 * compile. What is stated of inputs is their shapes, with a batch of 3 in front.
 */
import type { layerCatalogue } from '../../laws/catalogue/layers.ts'
import * as pullback from '../../src/index.ts'
import { type AnyLayer, compose, dense, fromValues, type Tensor, tensor } from '../../src/index.ts'

/** What is not a layer, and makes none. */
type Others = 'init' | 'predict' | 'predictWithState' | 'smoothOf' | 'evaluation' | 'training'

const draw = (shape: readonly number[], seed = 1): Tensor =>
  fromValues(
    [...shape],
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(12.9898 * (i + seed)) * 1.5),
    'f32',
  ) as Tensor

type Cases = readonly [layer: () => unknown, input: unknown]

const rows = draw([3, 4])
const series = draw([3, 5, 4])
const line = draw([3, 4, 6])
const image = draw([3, 4, 6, 6])
const volume = draw([3, 2, 4, 4, 4])
const normed = () => compose(dense(4, 4), pullback.batchNorm(4))

export const layers: Readonly<Record<Exclude<keyof typeof layerCatalogue, Others>, Cases>> = {
  batchNorm: [() => pullback.batchNorm(4), image],
  meanOnlyBatchNorm: [() => pullback.meanOnlyBatchNorm(4), rows],
  frozen: [() => pullback.frozen()(dense(4, 3)), rows],
  cached: [() => pullback.cached({ capacity: 9, batch: 3 })(pullback.lstm(4, 2)), series],
  checkpointed: [() => pullback.checkpointed(normed()), rows],
  compose: [() => compose(normed(), pullback.tanh(), dense(4, 2)), rows],
  concat: [() => pullback.concat(normed(), dense(4, 2)), rows],
  fanout: [() => pullback.fanout(normed(), dense(4, 2)), rows],
  label: [() => compose(pullback.label('only')(normed())), rows],
  parallel: [() => pullback.parallel(normed(), dense(4, 2)), [rows, rows]],
  reparametrise: [
    () =>
      pullback.reparametrise({
        name: 'copied',
        init: (from, dtype) => pullback.init(normed(), { dtype })(from).params,
        map: pullback.smooth.duplicate() as never,
      })(compose(normed(), normed())),
    rows,
  ],
  repeat: [() => pullback.repeat(2)(normed()), rows],
  residual: [() => pullback.residual(normed()), rows],
  scan: [() => pullback.scan()(pullback.rnnCell(4, 2) as never) as AnyLayer, [series, draw([3, 2])]],
  tap: [() => compose(dense(4, 2), pullback.tap({})), rows],
  spectralNorm: [() => pullback.spectralNorm()(dense(4, 3)), rows],
  weightNorm: [() => pullback.weightNorm()(dense(4, 3)), rows],
  mixtureOfExperts: [() => pullback.mixtureOfExperts(4, 3, { topK: 2 })(dense(4, 2)), rows],
  tied: [() => pullback.tied(2)(dense(4, 4)), rows],
  elu: [() => pullback.elu(), rows],
  gelu: [() => pullback.gelu(), rows],
  hardtanh: [() => pullback.hardtanh(), rows],
  leakyRelu: [() => pullback.leakyRelu(), rows],
  logSoftmax: [() => pullback.logSoftmax(), rows],
  mish: [() => pullback.mish(), rows],
  prelu: [() => pullback.prelu(4), rows],
  relu: [() => pullback.relu(), rows],
  selu: [() => pullback.selu(), rows],
  sigmoid: [() => pullback.sigmoid(), rows],
  silu: [() => pullback.silu(), rows],
  softmax: [() => pullback.softmax(), rows],
  softplus: [() => pullback.softplus(), rows],
  tanh: [() => pullback.tanh(), rows],
  adaptiveAvgPool1d: [() => pullback.adaptiveAvgPool1d(4), line],
  adaptiveAvgPool2d: [() => pullback.adaptiveAvgPool2d(4), image],
  adaptiveAvgPool3d: [() => pullback.adaptiveAvgPool3d(3), volume],
  avgPool1d: [() => pullback.avgPool1d(2), line],
  avgPool2d: [() => pullback.avgPool2d(2), image],
  avgPool3d: [() => pullback.avgPool3d(2), volume],
  conv1d: [() => pullback.conv1d(4, 3, 2), line],
  conv2d: [() => pullback.conv2d(4, 6, 3, { groups: 2, stride: 2, padding: 1 }), image],
  conv3d: [() => pullback.conv3d(2, 3, 2), volume],
  convTranspose2d: [() => pullback.convTranspose2d(4, 6, 3, { groups: 2, stride: 2 }), image],
  globalAvgPool1d: [() => pullback.globalAvgPool1d(), line],
  globalAvgPool2d: [() => pullback.globalAvgPool2d(), image],
  globalAvgPool3d: [() => pullback.globalAvgPool3d(), volume],
  globalMaxPool1d: [() => pullback.globalMaxPool1d(), line],
  globalMaxPool2d: [() => pullback.globalMaxPool2d(), image],
  globalMaxPool3d: [() => pullback.globalMaxPool3d(), volume],
  maxPool1d: [() => pullback.maxPool1d(2), line],
  maxPool2d: [() => pullback.maxPool2d(2), image],
  maxPool3d: [() => pullback.maxPool3d(2), volume],
  upsample: [() => pullback.upsample(2), image],
  dropout: [() => compose(dense(4, 4), pullback.dropout(0.5)), rows],
  dropPath: [() => compose(dense(4, 4), pullback.dropPath(0.5)), rows],
  glu: [() => pullback.glu(), rows],
  swiGlu: [() => pullback.swiGlu(4, 3), rows],
  instanceNorm: [() => pullback.instanceNorm(4), image],
  groupNorm: [() => pullback.groupNorm(2, 4), image],
  layerNorm: [() => pullback.layerNorm(4), series],
  rmsNorm: [() => pullback.rmsNorm(4), series],
  crossAttention: [() => pullback.crossAttention(4, 2, 3), [series, draw([3, 7, 3])]],
  embedding: [
    () => pullback.embedding(9, 4),
    tensor(
      [
        [0, 3],
        [8, 1],
        [2, 2],
      ],
      'i32',
    ),
  ],
  gru: [() => pullback.gru(4, 3), series],
  gruCell: [() => pullback.gruCell(4, 3), [rows, draw([3, 3])]],
  learnedPositions: [() => pullback.learnedPositions(6, 4), series],
  lstm: [() => pullback.lstm(4, 3, { direction: 'both' }), series],
  lstmCell: [() => pullback.lstmCell(4, 3), [rows, [draw([3, 3]), draw([3, 3], 2)]]],
  rnn: [() => pullback.rnn(4, 3, { direction: 'backward' }), series],
  rnnCell: [() => pullback.rnnCell(4, 3), [rows, draw([3, 3])]],
  rotaryPositions: [() => pullback.rotaryPositions(4), series],
  selfAttention: [() => pullback.selfAttention(4, 2), series],
  sinusoidalPositions: [() => pullback.sinusoidalPositions(4), series],
  transformerDecoderBlock: [() => pullback.transformerDecoderBlock(4, 2, 3), [series, draw([3, 7, 3])]],
  transformerEncoderBlock: [() => pullback.transformerEncoderBlock(4, 2), series],
  augmentOnes: [() => pullback.augmentOnes(), rows],
  concatenate: [() => pullback.concatenate(-1), [rows, rows]],
  flatten: [() => pullback.flatten(), image],
  identity: [() => compose(pullback.identity(), dense(4, 2)), rows],
  pad: [() => pullback.pad([1, 2]), series],
  reshape: [() => pullback.reshape([2, 2]), rows],
  slice: [() => pullback.slice([[1, 3]]), rows],
  transpose: [() => pullback.transpose(0, 1), series],
  dense: [() => dense(4, 2), series],
  linear: [() => pullback.linear(4, 2), rows],
}
