/**
 * Every layer and combinator of layers with its laws.
 *
 * @module
 */
import fc from 'fast-check'
import {
  adaptiveAvgPool2d,
  augmentOnes,
  avgPool2d,
  batchNorm,
  checkpointed,
  compose,
  concat,
  concatenate,
  conv1d,
  conv2d,
  convTranspose2d,
  crossAttention,
  dense,
  dropout,
  dropPath,
  elu,
  embedding,
  fanout,
  flatten,
  frozen,
  globalAvgPool2d,
  groupNorm,
  gelu,
  gru,
  gruCell,
  hardtanh,
  identity,
  init,
  initialiser,
  label,
  layer,
  layerNorm,
  leakyRelu,
  learnedPositions,
  linear,
  logSoftmax,
  maxPool2d,
  lstm,
  lstmCell,
  meanOnlyBatchNorm,
  mish,
  op,
  pad,
  parallel,
  prelu,
  relu,
  reparametrise,
  repeat,
  reshape,
  residual,
  rmsNorm,
  rnn,
  rnnCell,
  rotaryPositions,
  scan,
  selfAttention,
  selu,
  sigmoid,
  silu,
  sinusoidalPositions,
  slice,
  smooth,
  softmax,
  softplus,
  tanh,
  tap,
  type Tensor,
  tied,
  transformerDecoderBlock,
  transformerEncoderBlock,
  transpose,
  upsample,
} from '../src/index.ts'
import { distinct, indices, tensors } from './arbitraries.ts'
import type { Entry } from './catalogueEntry.ts'
import { layerLaws } from './layer.ts'
import { leakyReluLaws, logSoftmaxLaws, reluLaws, softmaxLaws } from './layerActivation.ts'
import {
  eluLaws,
  geluLaws,
  hardtanhLaws,
  mishLaws,
  preluLaws,
  seluLaws,
  siluLaws,
  softplusLaws,
} from './layerActivationForms.ts'
import { crossAttentionLaws, selfAttentionLaws } from './layerAttention.ts'
import { checkpointedLaws } from './layerCheckpointed.ts'
import { composeLaws } from './layerCompose.ts'
import { dropoutLaws, dropPathLaws } from './layerDropout.ts'
import { concatenateLaws, padLaws, sliceLaws, transposeLaws } from './layerExample.ts'
import { frozenLaws } from './layerFrozen.ts'
import { meanOnlyBatchNormLaws } from './layerNorm.ts'
import { layerNormLaws, rmsNormLaws } from './layerNormalisation.ts'
import {
  embeddingLaws,
  learnedPositionsLaws,
  rotaryPositionsLaws,
  sinusoidalPositionsLaws,
} from './layerPositions.ts'
import { batchNormLaws, groupNormLaws } from './layerChannelNorm.ts'
import { conv2dLaws } from './layerConvolve.ts'
import { adaptiveAvgPool2dLaws, avgPool2dLaws, maxPool2dLaws, upsampleLaws } from './layerPool.ts'
import { concatLaws, fanoutLaws, parallelLaws, residualLaws } from './layerProduct.ts'
import { recurrentLaws, scanLaws } from './layerRecurrent.ts'
import { reparametriseLaws } from './layerReparametrise.ts'
import { augmentOnesLaws, flattenLaws, identityLaws, reshapeLaws, tapLaws } from './layerShape.ts'
import { repeatLaws, tiedLaws } from './layerTied.ts'
import { transformerDecoderBlockLaws, transformerEncoderBlockLaws } from './layerTransformer.ts'
import { useLaws } from './layerUse.ts'

const matrix = [4, 3] as const
const cell = () => compose(dense(3, 3), tanh())
const copied = () =>
  reparametrise(compose(dense(3, 3), dense(3, 3)), {
    name: 'copied',
    init: (key, dtype) => init(dense(3, 3), { dtype })(key).params,
    map: smooth.duplicate(),
  })
const gain = () =>
  layer.parametric({
    name: 'gain(3)',
    params: { g: [initialiser.constant(1), [3]] },
    run: ({ g }: { readonly g: Tensor<[3]> }, x: Tensor<[number, 3]>) => {
      const spread = op.broadcast(x.shape)(g) as Tensor<[number, 3]>
      return [op.mul(spread, x), dy => [{ g: op.sum([0])(op.mul(dy, x)) as Tensor<[3]> }, op.mul(dy, spread)]]
    },
  })

/** Layers by the names that they are exported under. */
export const layerCatalogue = {
  adaptiveAvgPool2d: {
    laws: () => [
      adaptiveAvgPool2dLaws(),
      layerLaws(adaptiveAvgPool2d([2, 3]), { input: [3, 2, 3, 4], linear: 'jointly' }),
    ],
  },
  augmentOnes: {
    laws: () => [augmentOnesLaws(), layerLaws(augmentOnes(), { input: matrix, linear: 'jointly' })],
  },
  avgPool2d: {
    laws: () => [
      avgPool2dLaws(),
      layerLaws(avgPool2d(2), { input: [3, 2, 5, 4], linear: 'jointly' }),
      layerLaws(avgPool2d([3, 2], { stride: [2, 1], padding: 1, countIncludePad: false }), {
        input: [3, 1, 3, 2],
      }),
    ],
  },
  batchNorm: {
    laws: () => [
      batchNormLaws(),
      layerLaws(batchNorm(3), { input: distinct([4, 3]) as never, coupled: true }),
      layerLaws(batchNorm(2, { affine: false }), { input: distinct([3, 2, 2, 2]) as never, coupled: true }),
    ],
  },
  checkpointed: {
    laws: () => [
      checkpointedLaws(),
      layerLaws(checkpointed(compose(dense(3, 4), tanh(), dropout(0.25), dense(4, 2))), { input: matrix }),
      layerLaws(checkpointed(compose(dense(3, 4), meanOnlyBatchNorm(4))), { input: matrix, coupled: true }),
    ],
  },
  compose: {
    laws: () => [
      composeLaws(),
      layerLaws(compose(dense(3, 5), relu(), dropout(0.25), dense(5, 2), softmax()), {
        input: matrix,
        kinky: true,
      }),
      layerLaws(
        compose(label('hidden', dense(3, 4)), meanOnlyBatchNorm(4), tanh(), label('output', dense(4, 2))),
        { input: matrix, coupled: true },
      ),
    ],
  },
  concat: { laws: () => [concatLaws(), layerLaws(concat(identity(), dense(3, 2)), { input: matrix })] },
  concatenate: {
    laws: () => [
      concatenateLaws(),
      layerLaws(concatenate(0), {
        input: fc.tuple(tensors([3, 2, 2]), tensors([3, 1, 2]), tensors([3, 2, 2])) as never,
        linear: 'jointly',
      }),
    ],
  },
  conv1d: {
    laws: () => [
      conv2dLaws(),
      layerLaws(conv1d(2, 4, 3, { stride: 2, padding: 1, groups: 2 }), { input: [3, 2, 4], linear: 'each' }),
    ],
  },
  conv2d: {
    laws: () => [
      conv2dLaws(),
      layerLaws(conv2d(2, 3, 2), { input: [3, 2, 3, 4], linear: 'each' }),
      layerLaws(conv2d(2, 4, [2, 3], { stride: [2, 1], padding: 1, dilation: [1, 2], groups: 2 }), {
        input: [3, 2, 3, 4],
      }),
      layerLaws(conv2d(2, 2, 1, { bias: false }), { input: [3, 2, 2, 2] }),
    ],
  },
  convTranspose2d: {
    laws: () => [
      conv2dLaws(),
      layerLaws(convTranspose2d(2, 1, 2), { input: [3, 2, 2, 3], linear: 'each' }),
      layerLaws(convTranspose2d(2, 4, 3, { stride: 2, padding: 1, outputPadding: [1, 0], groups: 2 }), {
        input: [3, 2, 2, 2],
      }),
    ],
  },
  crossAttention: {
    laws: () => [
      crossAttentionLaws(),
      layerLaws(crossAttention(4, 2, 3), {
        input: fc.tuple(tensors([3, 2, 4]), tensors([3, 3, 3])) as never,
      }),
      layerLaws(crossAttention(2, 1, 3, { padding: true, bias: false }), {
        input: fc.tuple(tensors([3, 2, 2]), tensors([3, 3, 3]), indices([3, 3], 2)) as never,
      }),
    ],
  },
  dense: {
    laws: () => [
      layerLaws(dense(3, 2), { input: matrix, linear: 'each' }),
      layerLaws(dense(1, 4), { input: [3, 2, 1] }),
    ],
  },
  dropout: {
    laws: () => [
      dropoutLaws(),
      layerLaws(dropout(0.5), { input: matrix, linear: 'jointly' }),
      layerLaws(dropout(0), { input: matrix, linear: 'jointly' }),
    ],
  },
  dropPath: {
    laws: () => [dropPathLaws(), layerLaws(dropPath(0.5), { input: [4, 2, 2], linear: 'jointly' })],
  },
  elu: {
    laws: () => [
      eluLaws(),
      layerLaws(elu(), { input: matrix, kinky: true }),
      layerLaws(elu(0.5), { input: [3, 2, 2], kinky: true }),
    ],
  },
  embedding: {
    laws: () => [
      embeddingLaws(),
      layerLaws(embedding(3, 2), { input: indices([3, 4], 3) as never, linear: 'jointly' }),
      layerLaws(compose(embedding(4, 3), dense(3, 2)), { input: indices([4], 4) as never }),
    ],
  },
  fanout: { laws: () => [fanoutLaws(), layerLaws(fanout(dense(3, 2), tanh()), { input: matrix })] },
  flatten: { laws: () => [flattenLaws(), layerLaws(flatten(), { input: [3, 2, 2], linear: 'jointly' })] },
  frozen: {
    laws: () => [
      frozenLaws(),
      layerLaws(compose(frozen(cell()), dense(3, 2)), { input: matrix }),
      layerLaws(frozen(compose(dense(3, 2), meanOnlyBatchNorm(2))), { input: matrix, coupled: true }),
    ],
  },
  globalAvgPool2d: {
    laws: () => [
      adaptiveAvgPool2dLaws(),
      layerLaws(globalAvgPool2d(), { input: [3, 2, 2, 4], linear: 'jointly' }),
    ],
  },
  groupNorm: {
    laws: () => [groupNormLaws(), layerLaws(groupNorm(2, 4), { input: distinct([3, 4, 2, 2]) as never })],
  },
  gelu: {
    laws: () => [
      geluLaws(),
      layerLaws(gelu(), { input: matrix }),
      layerLaws(gelu({ approximate: 'tanh' }), { input: matrix }),
    ],
  },
  gru: {
    laws: () => [recurrentLaws('gru'), layerLaws(gru(2, 2, { output: 'last' }), { input: [3, 2, 2] })],
  },
  gruCell: {
    laws: () => [layerLaws(gruCell(3, 2), { input: fc.tuple(tensors([3, 3]), tensors([3, 2])) as never })],
  },
  hardtanh: {
    laws: () => [
      hardtanhLaws(),
      layerLaws(hardtanh(-1.03125, 1.03125), { input: matrix, kinky: true }),
      layerLaws(hardtanh(-0.03125, 2.03125), { input: [3, 2, 2], kinky: true }),
    ],
  },
  identity: { laws: () => [identityLaws(), layerLaws(identity(), { input: matrix, linear: 'jointly' })] },
  label: { laws: () => [layerLaws(label('hidden', dense(3, 2)), { input: matrix })] },
  layerNorm: {
    laws: () => [
      layerNormLaws(),
      layerLaws(layerNorm(3), { input: distinct(matrix) }),
      layerLaws(layerNorm([2, 2], { epsilon: 0.25 }), { input: distinct([3, 2, 2]) }),
      layerLaws(layerNorm(3, { affine: false }), { input: distinct([3, 2, 3]) }),
    ],
  },
  leakyRelu: {
    laws: () => [
      leakyReluLaws(),
      layerLaws(leakyRelu(0.125), { input: matrix, kinky: true }),
      layerLaws(leakyRelu(), { input: [3, 2, 2], kinky: true }),
    ],
  },
  learnedPositions: {
    laws: () => [
      learnedPositionsLaws(),
      layerLaws(learnedPositions(4, 2), { input: [3, 3, 2], linear: 'jointly' }),
    ],
  },
  linear: {
    laws: () => [
      layerLaws(linear(3, 2), { input: matrix, linear: 'each' }),
      layerLaws(linear(2, 3), { input: [3, 1, 2] }),
      layerLaws(compose(augmentOnes(), linear(4, 2)), { input: matrix }),
    ],
  },
  logSoftmax: { laws: () => [logSoftmaxLaws(), layerLaws(logSoftmax(), { input: matrix })] },
  maxPool2d: {
    laws: () => [
      maxPool2dLaws(),
      layerLaws(maxPool2d(2), { input: distinct([3, 2, 5, 4]) as never, kinky: true }),
      layerLaws(maxPool2d([3, 2], { stride: [2, 1], padding: 1 }), {
        input: distinct([3, 1, 4, 3]) as never,
        kinky: true,
      }),
    ],
  },
  lstm: {
    laws: () => [recurrentLaws('lstm'), layerLaws(lstm(2, 2, { direction: 'both' }), { input: [3, 2, 2] })],
  },
  lstmCell: {
    laws: () => [
      layerLaws(lstmCell(3, 2), {
        input: fc.tuple(tensors([3, 3]), fc.tuple(tensors([3, 2]), tensors([3, 2]))) as never,
      }),
    ],
  },
  meanOnlyBatchNorm: {
    laws: () => [meanOnlyBatchNormLaws(), layerLaws(meanOnlyBatchNorm(3), { input: matrix, coupled: true })],
  },
  mish: { laws: () => [mishLaws(), layerLaws(mish(), { input: matrix })] },
  pad: {
    laws: () => [
      padLaws(),
      layerLaws(pad([1, [2, 0]]), { input: [3, 2, 2], linear: 'jointly' }),
      layerLaws(pad([[0, 1], 1], { value: -1.5 }), { input: [3, 2, 2], linear: 'jointly' }),
    ],
  },
  parallel: {
    laws: () => [
      parallelLaws(),
      layerLaws(parallel(dense(3, 2), tanh()), {
        input: fc.tuple(tensors([3, 3]), tensors([3, 2])) as never,
      }),
    ],
  },
  prelu: {
    laws: () => [
      preluLaws(),
      layerLaws(prelu(3), { input: matrix, kinky: true }),
      layerLaws(prelu(2), { input: [3, 2, 2], kinky: true }),
    ],
  },
  relu: { laws: () => [reluLaws(), layerLaws(relu(), { input: matrix, kinky: true })] },
  reparametrise: { laws: () => [reparametriseLaws(), layerLaws(copied(), { input: matrix })] },
  repeat: { laws: () => [repeatLaws(), layerLaws(repeat(2, cell()), { input: matrix })] },
  reshape: { laws: () => [reshapeLaws(), layerLaws(reshape([2, 2]), { input: [3, 4], linear: 'jointly' })] },
  residual: {
    laws: () => [
      residualLaws(),
      layerLaws(residual(cell()), { input: matrix }),
      layerLaws(residual(compose(dense(3, 3), meanOnlyBatchNorm(3))), { input: matrix, coupled: true }),
    ],
  },
  rmsNorm: {
    laws: () => [
      rmsNormLaws(),
      layerLaws(rmsNorm(3), { input: distinct(matrix) }),
      layerLaws(rmsNorm(2, { epsilon: 0.25 }), { input: distinct([3, 2, 2]) }),
    ],
  },
  rnn: {
    laws: () => [
      recurrentLaws('rnn'),
      layerLaws(rnn(2, 2, { direction: 'backward', bias: false }), { input: [3, 2, 2] }),
    ],
  },
  rnnCell: {
    laws: () => [layerLaws(rnnCell(3, 2), { input: fc.tuple(tensors([3, 3]), tensors([3, 2])) as never })],
  },
  rotaryPositions: {
    laws: () => [
      rotaryPositionsLaws(),
      layerLaws(rotaryPositions(4), { input: [3, 3, 4] }),
      layerLaws(rotaryPositions(2, { offset: 3, pairs: 'halfSplit' }), { input: [3, 2, 2, 2] }),
    ],
  },
  scan: {
    laws: () => [
      scanLaws(),
      layerLaws(scan(rnnCell(2, 2)), { input: fc.tuple(tensors([3, 2, 2]), tensors([3, 2])) as never }),
    ],
  },
  selfAttention: {
    laws: () => [
      selfAttentionLaws(),
      layerLaws(selfAttention(4, 2, { causal: true, rotary: {} }), { input: [3, 3, 4] }),
      layerLaws(selfAttention(4, 2, { bias: false, dropout: 0.25 }).withWeights, { input: [3, 2, 4] }),
      layerLaws(selfAttention(2, 1, { padding: true, causal: true }), {
        input: fc.tuple(tensors([3, 3, 2]), indices([3, 3], 2)) as never,
      }),
    ],
  },
  selu: { laws: () => [seluLaws(), layerLaws(selu(), { input: matrix, kinky: true })] },
  sigmoid: { laws: () => [layerLaws(sigmoid(), { input: matrix })] },
  silu: { laws: () => [siluLaws(), layerLaws(silu(), { input: matrix })] },
  sinusoidalPositions: {
    laws: () => [sinusoidalPositionsLaws(), layerLaws(sinusoidalPositions(3), { input: [3, 4, 3] })],
  },
  slice: {
    laws: () => [
      sliceLaws(),
      layerLaws(slice([[], [1, -1]]), { input: [3, 2, 4], linear: 'jointly' }),
      layerLaws(slice([[0, undefined, 2], [1, 4, 2], [-1]]), { input: [3, 3, 4, 2], linear: 'jointly' }),
    ],
  },
  softmax: { laws: () => [softmaxLaws(), layerLaws(softmax(), { input: matrix })] },
  softplus: {
    laws: () => [
      softplusLaws(),
      layerLaws(softplus(), { input: matrix }),
      layerLaws(softplus(2), { input: [3, 2, 2] }),
    ],
  },
  tanh: { laws: () => [layerLaws(tanh(), { input: [3, 2, 2] })] },
  tap: { laws: () => [tapLaws(), layerLaws(tap({}), { input: matrix, linear: 'jointly' })] },
  tied: {
    laws: () => [
      tiedLaws(),
      layerLaws(tied(3, cell()), { input: matrix }),
      layerLaws(tied(2, compose(dense(3, 3), dropout(0.25))), { input: matrix }),
    ],
  },
  transpose: {
    laws: () => [
      transposeLaws(),
      layerLaws(transpose([1, 2, 0]), { input: [3, 2, 4, 1], linear: 'jointly' }),
      layerLaws(transpose(0, -1), { input: [3, 2, 3], linear: 'jointly' }),
    ],
  },
  upsample: {
    laws: () => [upsampleLaws(), layerLaws(upsample([2, 3]), { input: [3, 2, 2, 2], linear: 'jointly' })],
  },
  transformerDecoderBlock: {
    laws: () => [
      transformerDecoderBlockLaws(),
      layerLaws(
        transformerDecoderBlock(2, 1, 3, { hidden: 3, norm: 'after', padding: true, epsilon: 0.25 }),
        {
          input: fc.tuple(tensors([3, 2, 2]), tensors([3, 3, 3]), indices([3, 3], 2)) as never,
        },
      ),
    ],
  },
  transformerEncoderBlock: {
    laws: () => [
      transformerEncoderBlockLaws(),
      layerLaws(transformerEncoderBlock(2, 2, { hidden: 3, causal: true, epsilon: 0.25 }), {
        input: [3, 2, 2],
      }),
      layerLaws(
        transformerEncoderBlock(2, 1, {
          hidden: 3,
          norm: 'after',
          padding: true,
          dropout: 0.25,
          dropPath: 0.25,
          epsilon: 0.25,
        }),
        { input: fc.tuple(tensors([3, 2, 2]), indices([3, 2], 2)) as never },
      ),
    ],
  },
  init: { laws: () => [useLaws] },
  predict: { laws: () => [useLaws] },
  smoothOf: { laws: () => [useLaws] },
  evaluation: { reason: 'the name of a mode' },
  training: { reason: 'a mode with its key' },
} as const satisfies Readonly<Record<string, Entry>>

/** How layers are written: the namespace `layer`. */
export const customLayerCatalogue = {
  fromSmooth: {
    laws: () => [
      layerLaws(layer.fromSmooth('sine', smooth.sin as smooth.Smooth<Tensor, Tensor>), { input: matrix }),
    ],
  },
  elementwise: { laws: () => [layerLaws(layer.elementwise('sine', smooth.sin), { input: matrix })] },
  parametric: { laws: () => [layerLaws(gain(), { input: matrix, linear: 'each' })] },
} as const satisfies Readonly<Record<string, Entry>>
