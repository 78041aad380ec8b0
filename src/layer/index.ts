/**
 * Layers and how to put them together.
 *
 * @module
 */
export { adaptiveAvgPool2d } from './adaptiveAvgPool2d.ts'
export { augmentOnes } from './augmentOnes.ts'
export { type AvgPoolOptions, avgPool2d } from './avgPool2d.ts'
export {
  type BatchNormOptions,
  type BatchNormParams,
  batchNorm,
  type RunningStatistics,
} from './batchNorm.ts'
export type { Attention, AttentionOptions, AttentionParams, UnbiasedAttentionParams } from './attention.ts'
export { type CellOptions, type CellParams, gruCell, lstmCell, type RecurrentCell, rnnCell } from './cell.ts'
export { checkpointed } from './checkpointed.ts'
export { compose } from './compose.ts'
export { concat } from './concat.ts'
export { concatenate } from './concatenate.ts'
export { type CrossAttentionOptions, crossAttention } from './crossAttention.ts'
export { type DenseOptions, type DenseParams, dense } from './dense.ts'
export { type Conv1dOptions, conv1d } from './conv1d.ts'
export { type Conv2dOptions, conv2d } from './conv2d.ts'
export { type ConvTranspose2dOptions, convTranspose2d } from './convTranspose2d.ts'
export type { KernelAndBias, KernelOptions, KernelParams } from './convolution.ts'
export { dropout } from './dropout.ts'
export { dropPath } from './dropPath.ts'
export { elu, selu } from './elu.ts'
export { type EmbeddingOptions, type EmbeddingParams, embedding } from './embedding.ts'
export { fanout } from './fanout.ts'
export { flatten } from './flatten.ts'
export { type Frozen, frozen } from './frozen.ts'
export { globalAvgPool2d } from './globalAvgPool2d.ts'
export { globalMaxPool2d } from './globalMaxPool2d.ts'
export type { Examples } from './exampleAxes.ts'
export { type GroupNormOptions, type GroupNormParams, groupNorm } from './groupNorm.ts'
export { type GeluOptions, gelu } from './gelu.ts'
export { hardtanh } from './hardtanh.ts'
export { identity } from './identity.ts'
export { type Labelled, label } from './label.ts'
export {
  type AnyLayer,
  type Context,
  evaluation,
  type InitOptions,
  type InputOf,
  init,
  type Layer,
  type Model,
  type Outcome,
  type OutputOf,
  type ParamsOf,
  predict,
  type StateOf,
  type SmoothLayer,
  smoothOf,
  training,
} from './layer.ts'
export { type LayerNormOptions, type LayerNormParams, layerNorm } from './layerNorm.ts'
export { leakyRelu } from './leakyRelu.ts'
export { type LinearOptions, type LinearParams, linear } from './linear.ts'
export { logSoftmax } from './logSoftmax.ts'
export { maxPool2d } from './maxPool2d.ts'
export { type MeanOnlyBatchNormOptions, meanOnlyBatchNorm, type RunningMean } from './meanOnlyBatchNorm.ts'
export { mish } from './mish.ts'
export { type PadOptions, pad, type Sides } from './pad.ts'
export { parallel } from './parallel.ts'
export type { PoolOptions } from './pooling.ts'
export {
  type LearnedPositionsOptions,
  type LearnedPositionsParams,
  learnedPositions,
  type SinusoidalOptions,
  sinusoidalPositions,
} from './positions.ts'
export { type PreluOptions, type PreluParams, prelu } from './prelu.ts'
export {
  type BothDirections,
  type Direction,
  gru,
  lstm,
  type Recurrent,
  type RecurrentOptions,
  rnn,
} from './recurrent.ts'
export { relu } from './relu.ts'
export { type Reparametrisation, reparametrise } from './reparametrise.ts'
export { repeat, type Times } from './repeat.ts'
export { reshape } from './reshape.ts'
export { residual } from './residual.ts'
export { type RmsNormOptions, type RmsNormParams, rmsNorm } from './rmsNorm.ts'
export { type Cell, type ScanOptions, scan } from './scan.ts'
export { selfAttention } from './selfAttention.ts'
export { sigmoid } from './sigmoid.ts'
export { type RotaryOptions, rotaryPositions } from './rotary.ts'
export { silu } from './silu.ts'
export { type AxisRange, slice } from './slice.ts'
export { softmax } from './softmax.ts'
export { softplus } from './softplus.ts'
export { tanh } from './tanh.ts'
export { type Observer, tap } from './tap.ts'
export { tied } from './tied.ts'
export { transpose } from './transpose.ts'
export {
  type AttentionSublayerParams,
  type FeedForwardSublayerParams,
  type TransformerDecoderParams,
  type TransformerEncoderParams,
  type TransformerOptions,
  transformerDecoderBlock,
  transformerEncoderBlock,
} from './transformer.ts'
export type { Apply, LastAxis, Mismatch, Same, TypeFunction } from './typeFunction.ts'
export { upsample } from './upsample.ts'
export type {
  Images,
  PerChannel,
  Resized,
  Size,
  Spread,
  Upsampled,
  Windowed,
  WindowedSequence,
} from './windowed.ts'
