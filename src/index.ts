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

export * as op from './operation/index.ts'
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
export {
  fromElements,
  fromValues,
  full,
  ones,
  onesLike,
  scalar,
  zeros,
  zerosLike,
} from './tensor/function/constructors.ts'
export { type Cotangent, zero } from './tensor/function/cotangent.ts'
export { Eq, EqTree, Show, ShowTree } from './tensor/function/instances.ts'
export { type Nested, type Rows, tensor, toNested } from './tensor/function/nested.ts'
export { allParams, type ParamFilter, weights } from './tensor/function/paramFilter.ts'
export * as tree from './tensor/function/trees.ts'
export { item, toValues } from './tensor/function/values.ts'
export type { Shape } from './tensor/shape.ts'
export { type AnyTensor, type Integers, isTensor, type KindOf, type Tensor } from './tensor/tensor.ts'
export { type Empty, empty, type Tree } from './tensor/tree.ts'
export { isTrivial, type Trivial, trivial } from './tensor/trivial.ts'
export type { TypedArray } from './tensor/typedArray.ts'

// -------------------------------------------------------------------------------------
// random numbers: explicit keys
// -------------------------------------------------------------------------------------

export * as initialiser from './initialiser/index.ts'
export * as random from './random/index.ts'
export { type Key, key } from './random/key.ts'

// -------------------------------------------------------------------------------------
// smooth maps: functions with their pullbacks
// -------------------------------------------------------------------------------------

export * as smooth from './smooth/index.ts'

// -------------------------------------------------------------------------------------
// layers: what they are, how they begin and run, and how to write them
// -------------------------------------------------------------------------------------

export * as layer from './layer/custom.ts'
export {
  type AnyLayer,
  type Context,
  evaluation,
  type InitOptions,
  type InputOf,
  init,
  type Layer,
  type Model,
  type OutputOf,
  type ParamsOf,
  predict,
  predictWithState,
  type SmoothLayer,
  type StateOf,
  smoothOf,
  training,
} from './layer/index.ts'
export type * from './layer/types.ts'

// -------------------------------------------------------------------------------------
// layers: put together
// -------------------------------------------------------------------------------------

export {
  type CachedOptions,
  type Cell,
  cached,
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
  type ScanOptions,
  scan,
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
  type DenseOptions,
  type DenseParams,
  dense,
  type EmbeddingOptions,
  type EmbeddingParams,
  embedding,
  type LinearOptions,
  type LinearParams,
  linear,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: activations
// -------------------------------------------------------------------------------------

export {
  elu,
  type GeluOptions,
  gelu,
  hardtanh,
  leakyRelu,
  logSoftmax,
  mish,
  type PreluOptions,
  type PreluParams,
  prelu,
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
  type GluOptions,
  glu,
  mixtureOfExperts,
  type SwiGluOptions,
  type SwiGluParams,
  swiGlu,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: normalisation and dropout
// -------------------------------------------------------------------------------------

export {
  type BatchNormOptions,
  type BatchNormParams,
  batchNorm,
  dropout,
  dropPath,
  type GroupNormOptions,
  type GroupNormParams,
  groupNorm,
  type InstanceNormOptions,
  instanceNorm,
  type LayerNormOptions,
  type LayerNormParams,
  layerNorm,
  type MeanOnlyBatchNormOptions,
  meanOnlyBatchNorm,
  type RmsNormOptions,
  type RmsNormParams,
  type RunningMean,
  type RunningStatistics,
  rmsNorm,
} from './layer/index.ts'

// -------------------------------------------------------------------------------------
// layers: convolutions and pooling
// -------------------------------------------------------------------------------------

export {
  type AvgPoolOptions,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type Conv1dOptions,
  type Conv2dOptions,
  type Conv3dOptions,
  type ConvTranspose2dOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  globalAvgPool1d,
  globalAvgPool2d,
  globalAvgPool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  type KernelAndBias,
  type KernelOptions,
  type KernelParams,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
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
  type CrossAttentionOptions,
  crossAttention,
  type FeedForwardSublayerParams,
  type LearnedPositionsOptions,
  type LearnedPositionsParams,
  learnedPositions,
  type RotaryOptions,
  rotaryPositions,
  type SinusoidalOptions,
  selfAttention,
  sinusoidalPositions,
  type TransformerDecoderParams,
  type TransformerEncoderParams,
  type TransformerOptions,
  transformerDecoderBlock,
  transformerEncoderBlock,
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

export { concatenate, flatten, type PadOptions, pad, reshape, slice, transpose } from './layer/index.ts'

// -------------------------------------------------------------------------------------
// losses and metrics
// -------------------------------------------------------------------------------------

export {
  type ClassOptions,
  type ClassScores,
  type CosineEmbeddingOptions,
  type CtcOptions,
  type CtcTargets,
  cosineEmbedding,
  crossEntropy,
  ctc,
  type DiceOptions,
  dice,
  type FocalOptions,
  focal,
  type GaussianOptions,
  gaussianNegativeLogLikelihood,
  type HingeOptions,
  type HuberOptions,
  hinge,
  huber,
  type InfoNceOptions,
  infoNce,
  type KlDivergenceOptions,
  klDivergence,
  type LabelOptions,
  type Labels,
  type Loss,
  l1Penalty,
  l2Penalty,
  type MeanAndVariance,
  meanAbsoluteError,
  meanSquaredError,
  type NegativeLogLikelihoodOptions,
  negativeLogLikelihood,
  negativeLogProbability,
  type PairLabels,
  type PoissonOptions,
  poissonNegativeLogLikelihood,
  type QuantileOptions,
  quantile,
  type SmoothL1Options,
  type SoftmaxCrossEntropy,
  sigmoidCrossEntropy,
  smoothL1,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  type TripletOptions,
  type Triplets,
  triplet,
  type Vectors,
} from './loss/index.ts'
export * as perExample from './loss/perExample.ts'
export {
  type Averaging,
  accuracy,
  type ClassesOf,
  type ClassificationReport,
  classificationReport,
  confusionMatrix,
  f1,
  logLoss,
  type Predictions,
  precision,
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
  type AdabeliefState,
  type AdadeltaOptions,
  type AdadeltaState,
  type AdagradOptions,
  type AdagradState,
  type AdamaxState,
  type AdamOptions,
  type AdamState,
  type AdamwOptions,
  type AddMomentumOptions,
  type AmsgradState,
  type AnyOptimiser,
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  amsgrad,
  type LambOptions,
  type LarsOptions,
  type LionOptions,
  type LionState,
  lamb,
  lars,
  lion,
  type MomentumState,
  momentum,
  type NadamOptions,
  nadam,
  nesterov,
  type Optimiser,
  type OptimiserState,
  type RmsOptions,
  type RmspropOptions,
  type RmsState,
  type RpropOptions,
  type RpropState,
  radam,
  rmsprop,
  rprop,
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
  type OneHotOptions,
  oneHot,
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
  type Batch,
  type Batches,
  type BatchOptions,
  balanced,
  batches,
  type Checkpoint,
  DivergenceError,
  type FitOptions,
  fit,
  last,
  lossOf,
  type Metrics,
  microBatched,
  NonFiniteError,
  type NonFiniteOrigin,
  type NonFiniteWhat,
  type Objective,
  type ObjectiveDefinition,
  type ObjectiveOutcome,
  type OperandRange,
  objective,
  penalised,
  prefetch,
  type Report,
  type StepOutcome,
  type Summary,
  type SummaryOptions,
  type SummaryRow,
  showSummary,
  summary,
  supervised,
  type Training,
  trainingStep,
  type Uses,
} from './train/index.ts'

// -------------------------------------------------------------------------------------
// programs and engines
// -------------------------------------------------------------------------------------

export { type AutoEngine, auto } from './compile/auto.ts'
export { type CompileOptions, compile } from './compile/compile.ts'
export { engines } from './compile/engines.ts'
export { type Fold, type FoldOptions, type FoldStep, fold, type LazyInputs } from './compile/fold.ts'
export { iterate } from './compile/iterate.ts'
export type { Carry, Engine, Executable, Preparation } from './engine/engine.ts'
export { reference } from './engine/reference.ts'
export * as program from './program/index.ts'
export { wasm, wasmThreads } from './wasm/wasm.ts'
