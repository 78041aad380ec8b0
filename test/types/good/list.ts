// Lists of layers, of which only running tells how many there are.
import {
  type AnyLayer,
  batches,
  compose,
  conv2d,
  type DenseParams,
  dense,
  fit,
  type InputOf,
  init,
  key,
  label,
  type layer,
  type OutputOf,
  type ParamsOf,
  predict,
  relu,
  residual,
  sgd,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  zeros,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

declare const widths: number[]
const list = widths.slice(1).map((width, i) => dense(widths[i] as number, width))
const deep = compose(...list)
expectType<Equal<ParamsOf<typeof deep>, readonly DenseParams<number, number>[]>>(true)
expectType<Equal<layer.Apply<OutputOf<typeof deep>, Tensor<[5, 8]>>, Tensor<[5, number]>>>(true)

const model = init(deep)(key(0))
export const scores = predict(deep, model)(zeros([5, 8]))
export const training = fit(
  sgd(0.1),
  batches({ inputs: zeros([4, 8]), targets: zeros([4], 'i32') }, { size: 2 }),
)(supervised(softmaxCrossEntropy())(deep))

// Before and behind it, sizes are checked as ever.
const blocks = widths.map(() => residual(compose(dense(16, 16), relu())))
const net = compose(dense(8, 16), ...blocks, dense(16, 3))
expectType<Equal<InputOf<typeof net>, Tensor<[...number[], 8]>>>(true)
expectType<Equal<layer.Apply<OutputOf<typeof net>, Tensor<[5, 8]>>, Tensor<[5, 3]>>>(true)
export const more = compose(net, relu(), dense(3, 2))

// Of several kinds, of any kind, and with labels.
export const several = compose(...[dense(2, 3), relu(), conv2d(1, 2, 3)])
declare const layers: readonly AnyLayer[]
const any = compose(...layers)
export const ofAny = predict(any, init(any)(key(0)))(zeros([2, 2]))
export const around = compose(dense(2, 3), any, dense(3, 4))
const named = compose(...widths.map(i => label(`layer ${i}`)(dense(2, 2))))
export const weights = init(named)(key(0)).params['layer 1']?.w
