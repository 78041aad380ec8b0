/**
 * Layers and how to put them together.
 *
 * @module
 */

export { elu, selu } from './activation/elu.ts'
export { type GeluOptions, gelu } from './activation/gelu.ts'
export { hardtanh } from './activation/hardtanh.ts'
export { leakyRelu } from './activation/leakyRelu.ts'
export { logSoftmax } from './activation/logSoftmax.ts'
export { mish } from './activation/mish.ts'
export { type PreluOptions, type PreluParams, prelu } from './activation/prelu.ts'
export { relu } from './activation/relu.ts'
export { sigmoid } from './activation/sigmoid.ts'
export { silu } from './activation/silu.ts'
export { softmax } from './activation/softmax.ts'
export { softplus } from './activation/softplus.ts'
export { tanh } from './activation/tanh.ts'
export type {
  Attention,
  AttentionOptions,
  AttentionParams,
  UnbiasedAttentionParams,
} from './attention/attention.ts'
export { type CrossAttentionOptions, crossAttention } from './attention/crossAttention.ts'
export {
  type LearnedPositionsOptions,
  type LearnedPositionsParams,
  learnedPositions,
  type SinusoidalOptions,
  sinusoidalPositions,
} from './attention/positions.ts'
export { type RotaryOptions, rotaryPositions } from './attention/rotary.ts'
export { selfAttention } from './attention/selfAttention.ts'
export type {
  AttentionSublayerParams,
  FeedForwardSublayerParams,
  TransformerOptions,
} from './attention/transformerBlock.ts'
export {
  type TransformerDecoderParams,
  transformerDecoderBlock,
} from './attention/transformerDecoderBlock.ts'
export {
  type TransformerEncoderParams,
  transformerEncoderBlock,
} from './attention/transformerEncoderBlock.ts'
export { type CachedOptions, cached } from './combinator/cached.ts'
export { checkpointed } from './combinator/checkpointed.ts'
export { compose } from './combinator/compose.ts'
export { concat } from './combinator/concat.ts'
export { fanout } from './combinator/fanout.ts'
export { type Frozen, frozen } from './combinator/frozen.ts'
export { identity } from './combinator/identity.ts'
export { type Labelled, label } from './combinator/label.ts'
export { parallel } from './combinator/parallel.ts'
export { type Reparametrisation, reparametrise } from './combinator/reparametrise.ts'
export { repeat } from './combinator/repeat.ts'
export { residual } from './combinator/residual.ts'
export { type Cell, type ScanOptions, scan } from './combinator/scan.ts'
export {
  type SingularVectors,
  type SpectralNormOptions,
  type SpectralNormState,
  spectralNorm,
  type VectorsOf,
} from './combinator/spectralNorm.ts'
export { type Observer, tap } from './combinator/tap.ts'
export { tied } from './combinator/tied.ts'
export {
  type NormedWeight,
  type WeightNormOptions,
  type WeightNormParams,
  weightNorm,
} from './combinator/weightNorm.ts'
export { type Context, evaluation, training } from './context.ts'
export { type Conv1dOptions, conv1d } from './convolution/conv1d.ts'
export { type Conv2dOptions, conv2d } from './convolution/conv2d.ts'
export { type Conv3dOptions, conv3d } from './convolution/conv3d.ts'
export type { KernelAndBias, KernelOptions, KernelParams } from './convolution/convolution.ts'
export { type ConvTranspose2dOptions, convTranspose2d } from './convolution/convTranspose2d.ts'
export { dropout } from './dropout/dropout.ts'
export { dropPath } from './dropout/dropPath.ts'
export { type GluOptions, glu } from './gate/glu.ts'
export {
  type Mixture,
  type MixtureOptions,
  type MixtureParams,
  type MixtureState,
  mixtureOfExperts,
} from './gate/mixtureOfExperts.ts'
export {
  type BiasedSwiGluParams,
  type SwiGluOptions,
  type SwiGluParams,
  swiGlu,
} from './gate/swiGlu.ts'
export { type InitOptions, init } from './init.ts'
export type { AnyLayer, InputOf, Layer, Outcome, OutputOf, ParamsOf, StateOf } from './layer.ts'
export { augmentOnes } from './linear/augmentOnes.ts'
export { type DenseOptions, type DenseParams, dense } from './linear/dense.ts'
export { type EmbeddingOptions, type EmbeddingParams, embedding } from './linear/embedding.ts'
export { type LinearOptions, type LinearParams, linear } from './linear/linear.ts'
export type { Model } from './model.ts'
export {
  type BatchNormOptions,
  type BatchNormParams,
  batchNorm,
  type RunningStatistics,
} from './normalisation/batchNorm.ts'
export { type GroupNormOptions, type GroupNormParams, groupNorm } from './normalisation/groupNorm.ts'
export { type InstanceNormOptions, instanceNorm } from './normalisation/instanceNorm.ts'
export { type LayerNormOptions, type LayerNormParams, layerNorm } from './normalisation/layerNorm.ts'
export {
  type MeanOnlyBatchNormOptions,
  meanOnlyBatchNorm,
  type RunningMean,
} from './normalisation/meanOnlyBatchNorm.ts'
export { type RmsNormOptions, type RmsNormParams, rmsNorm } from './normalisation/rmsNorm.ts'
export { adaptiveAvgPool1d } from './pooling/adaptiveAvgPool1d.ts'
export { adaptiveAvgPool2d } from './pooling/adaptiveAvgPool2d.ts'
export { adaptiveAvgPool3d } from './pooling/adaptiveAvgPool3d.ts'
export { avgPool1d } from './pooling/avgPool1d.ts'
export { avgPool2d } from './pooling/avgPool2d.ts'
export { avgPool3d } from './pooling/avgPool3d.ts'
export { globalAvgPool1d } from './pooling/globalAvgPool1d.ts'
export { globalAvgPool2d } from './pooling/globalAvgPool2d.ts'
export { globalAvgPool3d } from './pooling/globalAvgPool3d.ts'
export { globalMaxPool1d } from './pooling/globalMaxPool1d.ts'
export { globalMaxPool2d } from './pooling/globalMaxPool2d.ts'
export { globalMaxPool3d } from './pooling/globalMaxPool3d.ts'
export { maxPool1d } from './pooling/maxPool1d.ts'
export { maxPool2d } from './pooling/maxPool2d.ts'
export { maxPool3d } from './pooling/maxPool3d.ts'
export type { AvgPoolOptions, MaxPoolOptions, PoolOptions } from './pooling/pooling.ts'
export { upsample } from './pooling/upsample.ts'
export { predict } from './predict.ts'
export { predictWithState } from './predictWithState.ts'
export {
  type CellOptions,
  type CellParams,
  gruCell,
  lstmCell,
  type RecurrentCell,
  rnnCell,
} from './recurrent/cell.ts'
export {
  type BothDirections,
  type Direction,
  gru,
  lstm,
  type Recurrent,
  type RecurrentOptions,
  rnn,
} from './recurrent/recurrent.ts'
export { concatenate } from './shape/concatenate.ts'
export type { Examples } from './shape/exampleAxes.ts'
export { flatten } from './shape/flatten.ts'
export { type PadOptions, pad, type Sides } from './shape/pad.ts'
export { reshape } from './shape/reshape.ts'
export { type AxisRange, slice } from './shape/slice.ts'
export { transpose } from './shape/transpose.ts'
export { type SmoothLayer, smoothOf } from './smoothOf.ts'
export type { Apply, LastAxis, Mismatch, Same, TypeFunction } from './type/typeFunction.ts'
export type {
  Images,
  PerChannel,
  Resized,
  Size,
  Spread,
  Upsampled,
  VolumeSize,
  Volumes,
  Windowed,
  WindowedSequence,
  WindowedVolume,
} from './window/windowed.ts'
