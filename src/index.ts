/**
 * pullback: a functional, point-free DSL for neural networks.
 *
 * Layers, losses and optimisers are exported by name; the levels below them as namespaces: `op` (operations on tensors),
 * `smooth` (maps with pullbacks), `perExample` (losses before they are added up), `random`, `initialiser`, `schedule`, `tree` and
 * `layer` (how to write layers).
 *
 * @module
 */

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
export { auto, type Picked } from './engine/auto.ts'
export { type CompileOptions, compile } from './engine/compile.ts'
export type { Engine, Executable, Preparation } from './engine/executable.ts'
export { type Fold, type FoldStep, fold, type LazyInputs } from './engine/fold.ts'
export { iterate } from './engine/iterate.ts'
export type { Carry } from './engine/layout.ts'
export { reference } from './engine/reference.ts'
export { wasm, wasmThreads } from './engine/wasm.ts'
export * as initialiser from './initialiser/index.ts'
export {
  type AnyLayer,
  type Apply,
  augmentOnes,
  type Context,
  compose,
  concat,
  type DenseOptions,
  type DenseParams,
  dense,
  dropout,
  evaluation,
  type Frozen,
  fanout,
  flatten,
  frozen,
  type InitOptions,
  type InputOf,
  identity,
  init,
  type Labelled,
  type LastAxis,
  type Layer,
  type LayerNormOptions,
  type LayerNormParams,
  type LinearOptions,
  type LinearParams,
  label,
  layerNorm,
  leakyRelu,
  linear,
  logSoftmax,
  type MeanOnlyBatchNormOptions,
  type Mismatch,
  type Model,
  meanOnlyBatchNorm,
  type Observer,
  type Outcome,
  type OutputOf,
  type ParamsOf,
  parallel,
  predict,
  type Reparametrisation,
  type RmsNormOptions,
  type RmsNormParams,
  type RunningMean,
  relu,
  reparametrise,
  repeat,
  reshape,
  residual,
  type Same,
  type StateOf,
  rmsNorm,
  sigmoid,
  smoothOf,
  softmax,
  type Times,
  type TypeFunction,
  tanh,
  tap,
  tied,
  training,
} from './layer/index.ts'
export * as layer from './layer/custom.ts'
export {
  type Belonging,
  type ClassOptions,
  type ClassScores,
  cosineEmbedding,
  type CosineEmbeddingOptions,
  crossEntropy,
  hinge,
  type HingeOptions,
  huber,
  type HuberOptions,
  klDivergence,
  type KlDivergenceOptions,
  l2Penalty,
  type LabelOptions,
  type Labels,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  type NegativeLogLikelihoodOptions,
  negativeLogProbability,
  sigmoidCrossEntropy,
  smoothL1,
  type SmoothL1Options,
  softmaxCrossEntropy,
  softmaxCrossEntropyWith,
  softTargetCrossEntropy,
  type Vectors,
} from './loss/index.ts'
export * as perExample from './loss/perExample.ts'
export {
  type Averaging,
  accuracy,
  type ClassificationReport,
  classificationReport,
  confusionMatrix,
  f1,
  logLoss,
  precision,
  r2,
  recall,
  rocAuc,
  topKAccuracy,
} from './metric/index.ts'
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
  type TraceOptions,
  type TraceState,
  type WeightDecayOptions,
} from './optimiser/index.ts'
export * as optimiser from './optimiser/transformations.ts'
export * as op from './primitive/index.ts'
export * as program from './program/index.ts'
export * as random from './random/index.ts'
export { type Key, key } from './random/key.ts'
export * as schedule from './schedule/index.ts'
export * as smooth from './smooth/index.ts'
export { type Choice, everything, weights } from './tensor/choice.ts'
export { type Cotangent, zero } from './tensor/cotangent.ts'
export type { DType, DTypeOf, FloatDType, IntegerDType, Kind } from './tensor/dtype.ts'
export {
  ArgumentError,
  DTypeError,
  EngineError,
  IndexError,
  type Path,
  PullbackError,
  ReadingError,
  ShapeError,
  showPath,
} from './tensor/error.ts'
export { Eq, EqTree, Show, ShowTree } from './tensor/instances.ts'
export { type Nested, tensor, toNested } from './tensor/nested.ts'
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
export * as tree from './tensor/tree.ts'
export { type Empty, empty, type Tree } from './tensor/tree.ts'
export { isTrivial, type Trivial, trivial } from './tensor/trivial.ts'
export {
  type Batch,
  type Batches,
  type BatchOptions,
  batches,
  type Checkpoint,
  type FitOptions,
  fit,
  last,
  type Metrics,
  NonFiniteError,
  type NonFiniteWhat,
  type Objective,
  type ObjectiveOutcome,
  penalised,
  prefetch,
  type Report,
  type StepOutcome,
  supervised,
  type Training,
  trainingStep,
} from './train/index.ts'
