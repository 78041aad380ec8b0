// Programs that must compile, with the types that they must have.
import {
  augmentOnes,
  compose,
  concat,
  type DenseParams,
  dense,
  dropout,
  type Empty,
  embedding,
  fanout,
  flatten,
  frozen,
  type InputOf,
  type Integers,
  identity,
  init,
  key,
  type Layer,
  label,
  type layer,
  leakyRelu,
  linear,
  lstm,
  meanOnlyBatchNorm,
  type OutputOf,
  type ParamsOf,
  parallel,
  predict,
  type RunningMean,
  relu,
  repeat,
  reshape,
  residual,
  type StateOf,
  sigmoid,
  softmax,
  type Tensor,
  tanh,
  tap,
  tied,
  zeros,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

const classifier = compose(dense(784, 64), leakyRelu(0.01), dense(64, 10))
expectType<
  Equal<
    typeof classifier,
    Layer<
      Tensor<[...number[], 784]>,
      layer.LastAxis<10>,
      readonly [DenseParams<784, 64>, Empty, DenseParams<64, 10>],
      Empty
    >
  >
>(true)

// What comes out depends on what goes in.
const model = init(classifier)(key(0))
expectType<Equal<ReturnType<typeof forBatch>, Tensor<[125, 10]>>>(true)
const forBatch = () => predict(classifier, model)(zeros([125, 784]))
expectType<Equal<layer.Apply<OutputOf<typeof classifier>, Tensor<[number, 784]>>, Tensor<[number, 10]>>>(true)
expectType<Equal<layer.Apply<OutputOf<typeof classifier>, Tensor<[8, 32, 784]>>, Tensor<[8, 32, 10]>>>(true)

// Parameters by position, by label, and both.
expectType<Equal<(typeof model.params)[0]['w'], Tensor<[784, 64]>>>(true)
const named = compose(label('hidden')(dense(4, 8)), relu(), dense(8, 8), label('output')(dense(8, 2)))
expectType<
  Equal<
    ParamsOf<typeof named>,
    { readonly hidden: DenseParams<4, 8>; readonly 2: DenseParams<8, 8>; readonly output: DenseParams<8, 2> }
  >
>(true)

// Layers that take any shape need no annotation, nor do those around other layers.
const deep = compose(
  dense(784, 64),
  relu(),
  dropout(0.5),
  residual(compose(dense(64, 64), tanh())),
  repeat(3)(residual(compose(dense(64, 64), sigmoid()))),
  tied(2)(compose(dense(64, 64), relu())),
  tap({}),
  identity(),
  concat(dense(64, 6), dense(64, 10)),
  augmentOnes(),
  linear(17, 10),
  softmax(),
)
expectType<Equal<layer.Apply<OutputOf<typeof deep>, Tensor<[5, 784]>>, Tensor<[5, 10]>>>(true)
expectType<Equal<ParamsOf<typeof deep>[4][0]['w'], Tensor<[3, 64, 64]>>>(true)

// The compiler multiplies and adds sizes.
const images = compose(reshape([28, 28]), flatten(), dense(784, 10))
expectType<Equal<InputOf<typeof images>, Tensor<[number, ...number[]]>>>(true)
const square = compose(dense(9, 12), reshape([3, 4]), flatten())
expectType<Equal<layer.Apply<OutputOf<typeof square>, Tensor<[7, 9]>>, Tensor<[7, 12]>>>(true)

// A size known only at run time fits every size; it is checked there.
const dynamic = (n: number) => compose(dense(3, n), relu(), dense(n, 2))
expectType<Equal<layer.Apply<OutputOf<ReturnType<typeof dynamic>>, Tensor<[5, 3]>>, Tensor<[5, 2]>>>(true)

// Products.
const pair = compose(fanout(dense(3, 4), dense(3, 5)), parallel(relu(), dense(5, 6)))
expectType<
  Equal<layer.Apply<OutputOf<typeof pair>, Tensor<[2, 3]>>, readonly [Tensor<[2, 4]>, Tensor<[2, 6]>]>
>(true)

// State is in the type where there is one, and nowhere else.
const normalised = compose(dense(3, 4), meanOnlyBatchNorm(4), relu())
expectType<Equal<StateOf<typeof normalised>, readonly [Empty, RunningMean<4>, Empty]>>(true)
const encoder = frozen()(dense(3, 4))
expectType<Equal<ParamsOf<typeof encoder>, Empty>>(true)
expectType<Equal<StateOf<typeof encoder>, layer.Frozen<DenseParams<3, 4>, Empty>>>(true)

// Layers that append or take away an axis are not layers on the last axis, though their shapes end alike.
const speaker = compose(embedding(12, 64), dense(64, 12))
expectType<Equal<layer.Apply<OutputOf<typeof speaker>, Integers<[5, 7]>>, Tensor<[5, 7, 12]>>>(true)
const reader = compose(lstm(8, 32, { output: 'last' }), dense(32, 12))
expectType<Equal<layer.Apply<OutputOf<typeof reader>, Tensor<[5, 7, 8]>>, Tensor<[5, 12]>>>(true)
