import { pipe } from 'fp-ts/lib/function.js'
import {
  type AdamState,
  adam,
  checkpointed,
  compose,
  type DenseParams,
  dense,
  type Empty,
  frozen,
  type InputOf,
  init,
  key,
  label,
  type layer,
  meanOnlyBatchNorm,
  momentum,
  type OptimiserState,
  type OutputOf,
  optimiser,
  type ParamsOf,
  type RunningMean,
  relu,
  reparametrise,
  repeat,
  residual,
  rnnCell,
  type StateOf,
  scan,
  schedule,
  sgd,
  smooth,
  type Tensor,
  tied,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

// Combinators take their configuration first and the layer last, and nothing needs an annotation.
const body = pipe(dense(16, 16), repeat(3), residual, label('body'))
expectType<Equal<InputOf<typeof body>, Tensor<[...number[], 16]>>>(true)
expectType<Equal<OutputOf<typeof body>, layer.Same>>(true)
expectType<Equal<ParamsOf<typeof body>, { readonly w: Tensor<[3, 16, 16]>; readonly b: Tensor<[3, 16]> }>>(
  true,
)
expectType<Equal<typeof body.label, 'body'>>(true)

const net = compose(label('encoder')(dense(8, 16)), body, label('head')(dense(16, 3)))
const { params } = init(net)(key(0))
expectType<Equal<typeof params.encoder.w, Tensor<[8, 16]>>>(true)
expectType<Equal<(typeof params.body)['w'], Tensor<[3, 16, 16]>>>(true)
expectType<Equal<typeof params.head.b, Tensor<[3]>>>(true)

// The same by calls, and around layers that are made on the spot.
const byCalls = label('body')(residual(repeat(3)(dense(16, 16))))
expectType<Equal<typeof byCalls, typeof body>>(true)
const inside = compose(
  dense(8, 16),
  pipe(compose(dense(16, 16), relu()), residual, checkpointed, repeat(2)),
  pipe(dense(16, 16), tied(4), label('last')),
)
expectType<Equal<ParamsOf<typeof inside>['last'], DenseParams<16, 16>>>(true)
expectType<Equal<ParamsOf<typeof inside>[1][0]['w'], Tensor<[2, 16, 16]>>>(true)

// State goes along.
const normed = pipe(compose(dense(4, 4), meanOnlyBatchNorm(4)), repeat(2))
expectType<Equal<StateOf<typeof normed>[1]['mean'], Tensor<[2, 4]>>>(true)
const shared = pipe(compose(dense(4, 4), meanOnlyBatchNorm(4)), tied(2))
expectType<Equal<StateOf<typeof shared>, readonly [Empty, RunningMean<4>]>>(true)

// With a model of the layer or without one.
const encoder = compose(dense(3, 4), relu())
const pretrained = init(encoder)(key(1))
const still = pipe(encoder, frozen(pretrained), label('encoder'))
expectType<Equal<ParamsOf<typeof still>, Empty>>(true)
expectType<Equal<StateOf<typeof still>, layer.Frozen<readonly [DenseParams<3, 4>, Empty], Empty>>>(true)
expectType<Equal<StateOf<typeof still>, StateOf<typeof begun>>>(true)
const begun = pipe(encoder, frozen())
const statistics = pipe(normed, frozen(init(normed)(key(2))))
expectType<Equal<StateOf<typeof statistics>['state'], StateOf<typeof normed>>>(true)

// What a reparametrisation begins with is what its parameters are.
const square = dense(8, 8)
const copied = pipe(
  compose(square, square),
  reparametrise({
    name: 'copied',
    init: (key, dtype) => init(square, { dtype })(key).params,
    map: smooth.duplicate(),
  }),
)
expectType<Equal<ParamsOf<typeof copied>, DenseParams<8, 8>>>(true)
expectType<Equal<OutputOf<typeof copied>, layer.LastAxis<8>>>(true)

// Cells along time.
const forward = pipe(rnnCell(3, 4), scan())
const backward = pipe(rnnCell(3, 4), scan({ reverse: true }), label('backward'))
expectType<
  Equal<InputOf<typeof forward>, readonly [inputs: Tensor<[number, number, 3]>, carry: Tensor<[number, 4]>]>
>(true)
expectType<Equal<OutputOf<typeof backward>, OutputOf<typeof forward>>>(true)

// Optimisers.
const { accumulate, lookahead, partition, skipNonFinite } = optimiser
const steady = pipe(adam(1e-3), accumulate(8), lookahead({ every: 5 }), skipNonFinite)
type Steady = OptimiserState<typeof steady>
expectType<Equal<Steady['inner']['inner']['inner'], OptimiserState<ReturnType<typeof adam>>>>(true)
expectType<Equal<OptimiserState<ReturnType<typeof optimiser.scaleByAdam>>, AdamState>>(true)
const split = pipe(
  { biases: sgd(0.1), rest: pipe(momentum(0.01), lookahead()) },
  partition(path => (path.at(-1) === 'b' ? 'biases' : 'rest')),
)
expectType<Equal<keyof OptimiserState<typeof split>, 'biases' | 'rest'>>(true)

// Schedules.
export const rate = pipe(
  [schedule.linear({ to: 0.001, steps: 100 }), schedule.cosine(0.001, { steps: 900 })],
  schedule.join({ at: [100] }),
)
