/**
 * pullback: a functional, point-free DSL for neural networks.
 *
 * Layers, losses and optimisers are exported by name; the levels below them as namespaces: `op` (operations on tensors),
 * `smooth` (maps with pullbacks), `perExample` (losses before they are added up), `random`, `initialiser`, `schedule`, `tree` and
 * `layer` (how to write layers, and the types that describe them).
 *
 * @module
 */

// -------------------------------------------------------------------------------------
// tensors: immutable arrays, trees of them, and what goes wrong with them
// -------------------------------------------------------------------------------------

export { type Cotangent, zero } from './tensor/cotangent.ts'
export type { DType, DTypeOf, FloatDType, IntegerDType, Kind } from './tensor/dtype.ts'
export {
  ArgumentError,
  DTypeError,
  EngineError,
  IndexError,
  type Path,
  PullbackError,
  ShapeError,
  showPath,
  TracingError,
} from './tensor/error.ts'
export { Eq, EqTree, Show, ShowTree } from './tensor/instances.ts'
export { type Nested, type Rows, tensor, toNested } from './tensor/nested.ts'
export { allParams, type ParamFilter, weights } from './tensor/paramFilter.ts'
export type { Shape } from './tensor/shape.ts'
export {
  type AnyTensor,
  fromElements,
  fromValues,
  full,
  type Integers,
  isTensor,
  item,
  type KindOf,
  ones,
  onesLike,
  scalar,
  type Tensor,
  toValues,
  zeros,
  zerosLike,
} from './tensor/tensor.ts'
export { type Empty, empty, type Tree } from './tensor/tree.ts'
export { isTrivial, type Trivial, trivial } from './tensor/trivial.ts'
export type { TypedArray } from './tensor/typedArray.ts'
export * as tree from './tensor/trees.ts'
export * as op from './operation/index.ts'

// -------------------------------------------------------------------------------------
// random numbers: explicit keys
// -------------------------------------------------------------------------------------

export { type Key, key } from './random/key.ts'
export * as random from './random/index.ts'
export * as initialiser from './initialiser/index.ts'

// -------------------------------------------------------------------------------------
// smooth maps: functions with their pullbacks
// -------------------------------------------------------------------------------------

export * as smooth from './smooth/index.ts'

// -------------------------------------------------------------------------------------
// layers: what they are, how they begin and run, and how to write them
// -------------------------------------------------------------------------------------

export {
  type AnyLayer,
  type Context,
  evaluation,
  init,
  type InitOptions,
  type InputOf,
  type Layer,
  type Model,
  type OutputOf,
  type ParamsOf,
  predict,
  predictWithState,
  type SmoothLayer,
  smoothOf,
  type StateOf,
  training,
} from './layer/index.ts'
export * as layer from './layer/custom.ts'
export type * from './layer/types.ts'

// -------------------------------------------------------------------------------------
// layers: put together
// -------------------------------------------------------------------------------------

export {
  cached,
  type CachedOptions,
  type Cell,
  checkpointed,
  compose,
  concat,
  fanout,
  frozen,
  identity,
  label,
  parallel,
  type Reparametrisation,
  reparametrise,
  repeat,
  residual,
  scan,
  type ScanOptions,
  spectralNorm,
  tap,
  tied,
  weightNorm,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: linear maps
// -------------------------------------------------------------------------------------

export {
  augmentOnes,
  dense,
  type DenseOptions,
  type DenseParams,
  embedding,
  type EmbeddingOptions,
  type EmbeddingParams,
  linear,
  type LinearOptions,
  type LinearParams,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: activations
// -------------------------------------------------------------------------------------

export {
  elu,
  gelu,
  type GeluOptions,
  hardtanh,
  leakyRelu,
  logSoftmax,
  mish,
  prelu,
  type PreluOptions,
  type PreluParams,
  relu,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: gated units
// -------------------------------------------------------------------------------------

export {
  type BiasedSwiGluParams,
  glu,
  type GluOptions,
  mixtureOfExperts,
  swiGlu,
  type SwiGluOptions,
  type SwiGluParams,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: normalisation and dropout
// -------------------------------------------------------------------------------------

export {
  batchNorm,
  type BatchNormOptions,
  type BatchNormParams,
  dropout,
  dropPath,
  groupNorm,
  type GroupNormOptions,
  type GroupNormParams,
  instanceNorm,
  type InstanceNormOptions,
  layerNorm,
  type LayerNormOptions,
  type LayerNormParams,
  meanOnlyBatchNorm,
  type MeanOnlyBatchNormOptions,
  rmsNorm,
  type RmsNormOptions,
  type RmsNormParams,
  type RunningMean,
  type RunningStatistics,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: convolutions and pooling
// -------------------------------------------------------------------------------------

export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type AvgPoolOptions,
  conv1d,
  type Conv1dOptions,
  conv2d,
  type Conv2dOptions,
  conv3d,
  type Conv3dOptions,
  convTranspose2d,
  type ConvTranspose2dOptions,
  globalAvgPool1d,
  globalAvgPool2d,
  globalAvgPool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  type KernelAndBias,
  type KernelOptions,
  type KernelParams,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  type MaxPoolOptions,
  type PoolOptions,
  upsample,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: attention and positions
// -------------------------------------------------------------------------------------

export {
  type Attention,
  type AttentionOptions,
  type AttentionParams,
  type AttentionSublayerParams,
  crossAttention,
  type CrossAttentionOptions,
  type FeedForwardSublayerParams,
  learnedPositions,
  type LearnedPositionsOptions,
  type LearnedPositionsParams,
  type RotaryOptions,
  rotaryPositions,
  selfAttention,
  type SinusoidalOptions,
  sinusoidalPositions,
  transformerDecoderBlock,
  type TransformerDecoderParams,
  transformerEncoderBlock,
  type TransformerEncoderParams,
  type TransformerOptions,
  type UnbiasedAttentionParams,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: recurrence
// -------------------------------------------------------------------------------------

export {
  type BothDirections,
  type CellOptions,
  type CellParams,
  type Direction,
  gru,
  gruCell,
  lstm,
  lstmCell,
  type Recurrent,
  type RecurrentCell,
  type RecurrentOptions,
  rnn,
  rnnCell,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: shapes
// -------------------------------------------------------------------------------------

export { concatenate, flatten, pad, type PadOptions, reshape, slice, transpose } from './layer/index.ts'

// -------------------------------------------------------------------------------------
// losses and metrics
// -------------------------------------------------------------------------------------

export {
  type ClassOptions,
  type ClassScores,
  cosineEmbedding,
  type CosineEmbeddingOptions,
  crossEntropy,
  ctc,
  type CtcOptions,
  type CtcTargets,
  dice,
  type DiceOptions,
  focal,
  type FocalOptions,
  gaussianNegativeLogLikelihood,
  type GaussianOptions,
  hinge,
  type HingeOptions,
  huber,
  type HuberOptions,
  infoNce,
  type InfoNceOptions,
  klDivergence,
  type KlDivergenceOptions,
  l1Penalty,
  l2Penalty,
  type LabelOptions,
  type Labels,
  type Loss,
  meanAbsoluteError,
  type MeanAndVariance,
  meanSquaredError,
  negativeLogLikelihood,
  type NegativeLogLikelihoodOptions,
  negativeLogProbability,
  type PairLabels,
  poissonNegativeLogLikelihood,
  type PoissonOptions,
  quantile,
  type QuantileOptions,
  sigmoidCrossEntropy,
  smoothL1,
  type SmoothL1Options,
  type SoftmaxCrossEntropy,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  triplet,
  type TripletOptions,
  type Triplets,
  type Vectors,
} from './loss/index.ts'
export * as perExample from './loss/perExample.ts'
export {
  accuracy,
  type Averaging,
  type ClassesOf,
  type ClassificationReport,
  classificationReport,
  confusionMatrix,
  f1,
  logLoss,
  precision,
  type Predictions,
  r2,
  recall,
  rocAuc,
  type Targets,
  topKAccuracy,
  type ZeroDivision,
} from './metric/index.ts'

// -------------------------------------------------------------------------------------
// optimisers and schedules
// -------------------------------------------------------------------------------------

export {
  adabelief,
  type AdabeliefState,
  adadelta,
  type AdadeltaOptions,
  type AdadeltaState,
  adagrad,
  type AdagradOptions,
  type AdagradState,
  adam,
  adamax,
  type AdamaxState,
  type AdamOptions,
  type AdamState,
  adamw,
  type AdamwOptions,
  type AddMomentumOptions,
  amsgrad,
  type AmsgradState,
  type AnyOptimiser,
  lamb,
  type LambOptions,
  lars,
  type LarsOptions,
  lion,
  type LionOptions,
  type LionState,
  momentum,
  type MomentumState,
  nadam,
  type NadamOptions,
  nesterov,
  type Optimiser,
  type OptimiserState,
  radam,
  type RmsOptions,
  rmsprop,
  type RmspropOptions,
  type RmsState,
  rprop,
  type RpropOptions,
  type RpropState,
  sgd,
  type VelocityState,
  type WeightDecayOptions,
} from './optimiser/index.ts'
export * as optimiser from './optimiser/transformations.ts'
export * as schedule from './schedule/index.ts'

// -------------------------------------------------------------------------------------
// data and training
// -------------------------------------------------------------------------------------

export {
  countRows,
  oneHot,
  type OneHotOptions,
  type Split,
  type SplitOptions,
  type Standardisation,
  standardisation,
  standardise,
  takeRows,
  trainTestSplit,
  unstandardise,
  type WithRows,
} from './data/index.ts'
export {
  balanced,
  type Batch,
  type Batches,
  batches,
  type BatchOptions,
  type Checkpoint,
  DivergenceError,
  fit,
  type FitOptions,
  last,
  lossOf,
  type Metrics,
  microBatched,
  NonFiniteError,
  type NonFiniteOrigin,
  type NonFiniteWhat,
  type Objective,
  objective,
  type ObjectiveDefinition,
  type ObjectiveOutcome,
  type OperandRange,
  penalised,
  prefetch,
  type Report,
  showSummary,
  type StepOutcome,
  type Summary,
  summary,
  type SummaryOptions,
  type SummaryRow,
  supervised,
  type Training,
  trainingStep,
  type Uses,
} from './train/index.ts'

// -------------------------------------------------------------------------------------
// programs and engines
// -------------------------------------------------------------------------------------

export { auto, type AutoEngine } from './compile/auto.ts'
export { compile, type CompileOptions } from './compile/compile.ts'
export { engines } from './compile/engines.ts'
export { type Fold, fold, type FoldOptions, type FoldStep, type LazyInputs } from './compile/fold.ts'
export { iterate } from './compile/iterate.ts'
export type { Carry, Engine, Executable, Preparation } from './engine/engine.ts'
export { reference } from './engine/reference.ts'
export { wasm, wasmThreads } from './wasm/wasm.ts'
export * as program from './program/index.ts'
