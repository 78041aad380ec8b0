// Sizes known only at run time: they are checked there.
import {
  adam,
  type Batch,
  type Batches,
  batches,
  compose,
  dense,
  fanout,
  fit,
  type Integers,
  init,
  key,
  lossOf,
  meanSquaredError,
  parallel,
  predict,
  relu,
  sgd,
  smoothOf,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  zeros,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

declare const rows: number[][]
declare const labels: number[]
declare const anything: Tensor
const inputs = tensor(rows)
const targets = tensor(labels, 'i32')
expectType<Equal<typeof inputs, Tensor<[number, number]>>>(true)

const net = compose(dense(3, 8), relu(), dense(8, 2))
const model = init(net)(key(0))
const scores = predict(net, model)(inputs)
expectType<Equal<typeof scores, Tensor<[number, 2]>>>(true)
export const more = [predict(net, model)(anything), predict(net, model)(tensor([1, 2, 3]))]
export const value = smoothOf(net, model.state)([model.params, inputs])[0]

// Of a tuple, too.
const two = parallel(dense(3, 4), dense(2, 4))
const both = predict(two, init(two)(key(0)))([inputs, zeros([5, 2])])
expectType<Equal<typeof both, readonly [Tensor<[number, 4]>, Tensor<[5, 4]>]>>(true)

const objective = supervised(softmaxCrossEntropy())(net)
export const training = fit(adam(0.01), batches({ inputs, targets }, { size: 2 }), { epochs: 3 })(objective)
export const ofNumbers = lossOf(model.state)(objective)({ inputs, targets })

// Sources of one's own, with and without annotations.
const source: Batches<Batch<Tensor<[number, number]>, Integers<[number]>>> = () => [{ inputs, targets }]
export const own = [
  fit(sgd(0.1), source)(objective),
  fit(sgd(0.1), epoch => [{ inputs: tensor([[epoch === undefined ? 0 : 1, 2, 3]]), targets }])(objective),
  fit(sgd(0.1), function* () {
    yield { inputs, targets }
  })(objective),
]

// A layer whose size is only known then, and a loss that is particular about it.
declare const width: number
const regression = supervised(meanSquaredError())(compose(dense(3, width), relu(), dense(width, 1)))
export const regressions = fit(sgd(0.1), batches({ inputs, targets: inputs }, { size: 2 }))(regression)
export const shared = predict(
  fanout(net, dense(3, width)),
  init(fanout(net, dense(3, width)))(key(0)),
)(inputs)
