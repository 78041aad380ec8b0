import * as pullback from 'pullback'
import { type Example, layerOf, loosely, wrapperOf } from './example.ts'

const { dense, initialiser, ones, relu, tensor, zeros } = pullback

const w = initialiser.glorotUniform
const b = initialiser.zeros
const rows = ones([2, 4])
const images = ones([1, 2, 4, 4])
const sequence = ones([2, 3, 4])
const signal = ones([1, 2, 4])
const volumes = ones([1, 2, 2, 2, 2])
const on = { stride: 1, padding: 0, dilation: 1, groups: 1, bias: true, w, b }
const rotary = { base: 10_000, offset: 0, pairs: 'halfSplit' }
const block = {
  keyValueHeads: 1,
  hidden: 4,
  norm: 'before',
  activation: relu,
  dropout: 0.1,
  dropPath: 0.1,
  causal: true,
  rotary,
  padding: false,
  epsilon: 1e-5,
}
const net = dense(4, 4)

/** What makes layers. */
export const layers = {
  adaptiveAvgPool1d: layerOf([2], signal),
  adaptiveAvgPool2d: layerOf([[2, 2]], images),
  adaptiveAvgPool3d: layerOf([[2, 1, 2]], volumes),
  augmentOnes: layerOf([], rows),
  avgPool1d: layerOf([2, { stride: 2, padding: 0, countIncludePad: true }], signal),
  avgPool2d: layerOf([2, { stride: [2, 2], padding: [0, 0], countIncludePad: true }], images),
  avgPool3d: layerOf([2, { stride: [2, 2, 2], padding: [0, 0, 0], countIncludePad: true }], volumes),
  batchNorm: layerOf([4, { momentum: 0.1, epsilon: 1e-5, affine: true }], rows),
  cached: wrapperOf([{ capacity: 3, batch: 2 }], net, rows),
  checkpointed: layerOf([net], rows),
  compose: layerOf([net, relu()], rows),
  concat: layerOf([net, net], rows),
  concatenate: layerOf([0], [rows, rows]),
  conv1d: layerOf([2, 2, 2, on], signal),
  conv2d: layerOf([2, 2, [2, 2], on], images),
  conv3d: layerOf([2, 2, [2, 2, 2], on], volumes),
  convTranspose2d: layerOf([2, 2, 2, { ...on, outputPadding: 0 }], images),
  crossAttention: layerOf(
    [4, 2, 4, { keyValueHeads: 1, bias: true, dropout: 0.1, rotary, padding: false }],
    [sequence, sequence],
  ),
  dense: layerOf([4, 3, { w, b }], rows),
  dropPath: layerOf([0.5], rows),
  dropout: layerOf([0.5], rows),
  elu: layerOf([1], rows),
  embedding: layerOf([4, 3, { w, padding: 0 }], tensor([1, 2], 'i32')),
  fanout: layerOf([net, relu()], rows),
  flatten: layerOf([], images),
  frozen: wrapperOf([pullback.init(net)(pullback.key(0))], net, rows),
  gelu: layerOf([{ approximate: 'tanh' }], rows),
  globalAvgPool1d: layerOf([], signal),
  globalAvgPool2d: layerOf([], images),
  globalAvgPool3d: layerOf([], volumes),
  globalMaxPool1d: layerOf([], signal),
  globalMaxPool2d: layerOf([], images),
  globalMaxPool3d: layerOf([], volumes),
  glu: layerOf([{ axis: -1, activation: relu }], rows),
  instanceNorm: layerOf([2, { epsilon: 1e-5 }], images),
  groupNorm: layerOf([1, 2, { epsilon: 1e-5 }], images),
  gru: layerOf([4, 2, { direction: 'both', output: 'last', bias: true }], sequence),
  gruCell: layerOf([4, 2, { bias: true }], [rows, zeros([2, 2])]),
  hardtanh: layerOf([-1, 1], rows),
  identity: layerOf([], rows),
  label: wrapperOf(['hidden'], net, rows),
  layerNorm: layerOf([[4], { epsilon: 1e-5, affine: true }], rows),
  leakyRelu: layerOf([0.1], rows),
  learnedPositions: layerOf([3, 4, { w }], sequence),
  linear: layerOf([4, 3, { w }], rows),
  logSoftmax: layerOf([], rows),
  lstm: layerOf([4, 2, { direction: 'forward', output: 'sequence', bias: true }], sequence),
  lstmCell: layerOf([4, 2, { bias: true }], [rows, [zeros([2, 2]), zeros([2, 2])]]),
  maxPool1d: layerOf([2, { stride: 2, padding: 0, dilation: 1 }], signal),
  maxPool2d: layerOf([[2, 2], { stride: 2, padding: 0, dilation: 1 }], images),
  maxPool3d: layerOf([[2, 2, 2], { stride: 2, padding: 0, dilation: 1 }], volumes),
  meanOnlyBatchNorm: layerOf([4, { momentum: 0.1 }], rows),
  mish: layerOf([], rows),
  mixtureOfExperts: wrapperOf([4, 2, { topK: 1, normalise: true, noise: 0.1 }], net, rows),
  pad: layerOf([[[1, 1]], { value: 0 }], rows),
  parallel: layerOf([net, relu()], [rows, rows]),
  prelu: layerOf([4, { slope: b }], rows),
  relu: layerOf([], rows),
  reparametrise: wrapperOf(
    [
      {
        name: 'same',
        init: (key: pullback.Key) => pullback.init(net)(key).params,
        map: pullback.smooth.identity,
      },
    ],
    net,
    rows,
  ),
  repeat: wrapperOf([2], net, rows),
  reshape: layerOf([[2, 2]], rows),
  residual: layerOf([net], rows),
  rmsNorm: layerOf([4, { epsilon: 1e-5 }], rows),
  rnn: layerOf([4, 2, { direction: 'backward', output: 'last', bias: false }], sequence),
  rnnCell: layerOf([4, 2, { bias: true }], [rows, zeros([2, 2])]),
  rotaryPositions: layerOf([4, rotary], sequence),
  scan: wrapperOf([{ reverse: true }], pullback.rnnCell(4, 2), [sequence, zeros([2, 2])]),
  selfAttention: layerOf(
    [4, 2, { keyValueHeads: 1, causal: true, bias: true, dropout: 0.1, rotary, padding: false }],
    sequence,
  ),
  selu: layerOf([], rows),
  sigmoid: layerOf([], rows),
  silu: layerOf([], rows),
  sinusoidalPositions: layerOf([4, { base: 10_000 }], sequence),
  slice: layerOf([[[0, 2]]], rows),
  softmax: layerOf([], rows),
  softplus: layerOf([1], rows),
  swiGlu: layerOf([4, 3, { activation: relu, bias: true, w, b }], rows),
  spectralNorm: wrapperOf([{ iterations: 1, epsilon: 1e-12, axis: 1 }], net, rows),
  tanh: layerOf([], rows),
  tap: loosely(layerOf([{ value: () => undefined, cotangent: () => undefined }], rows), '0.0'),
  tied: wrapperOf([2], net, rows),
  transformerDecoderBlock: layerOf([4, 2, 4, block], [sequence, sequence]),
  transformerEncoderBlock: layerOf([4, 2, block], sequence),
  transpose: layerOf([[1, 0]], sequence),
  upsample: layerOf([[2, 2]], images),
  weightNorm: wrapperOf([{ axis: 1 }], net, rows),
} as const satisfies Readonly<Record<string, Example>>
