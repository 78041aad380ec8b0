// Smooth maps of any shape, put together without an annotation: as many as one likes.
import { compose, dense, layer, ones, smooth, type Tensor, tensor } from 'pullback'
import { type Equal, expectType } from '../equal.ts'

const swish = smooth.compose(smooth.fanout(smooth.identity, smooth.sigmoid), smooth.mul)
expectType<Equal<typeof swish, smooth.ElementwiseMap>>(true)
const [y, pull] = swish(ones([2, 3]))
expectType<Equal<typeof y, Tensor<[2, 3]>>>(true)
const dx = pull(y)
expectType<Equal<typeof dx, Tensor<[2, 3]>>>(true)

// At one type it is a smooth map like any other.
export const atThree: smooth.Smooth<Tensor<[3]>, Tensor<[3]>> = swish
export const ofAll: smooth.Smooth<Tensor, Tensor> = swish

const siren = compose(dense(2, 64), layer.elementwise('swish', swish), dense(64, 3))
expectType<Equal<typeof siren extends { run: unknown } ? true : false, true>>(true)
declare const given: typeof siren extends import('pullback').Layer<infer _A, infer B, infer _P, infer _S>
  ? B
  : never
expectType<Equal<typeof given, layer.LastAxis<3>>>(true)

const slopes = smooth.gradient(smooth.compose(smooth.sin, smooth.sum))(tensor([0, 1]))
expectType<Equal<typeof slopes, Tensor<[2]>>>(true)
const [loss, gradient] = smooth.valueAndGradient(smooth.compose(swish, smooth.sum))(ones([4, 2]))
expectType<Equal<typeof loss, Tensor<[]>>>(true)
expectType<Equal<typeof gradient, Tensor<[4, 2]>>>(true)
const rows = smooth.jacrev(smooth.sin)(tensor([0, 1]))
expectType<Equal<typeof rows, Tensor<[2, 2]>>>(true)
const jacobian = smooth.jacobian(swish)(tensor([0, 1, 2]))
expectType<Equal<typeof jacobian, Tensor<[3, 3]>>>(true)

const [exp, log] = [smooth.exp, smooth.log]
const twelve = smooth.compose(exp, log, exp, log, exp, log, exp, log, exp, log, exp, log)
expectType<Equal<typeof twelve, smooth.ElementwiseMap>>(true)
const thirteen = smooth.compose(exp, log, exp, log, exp, log, exp, log, exp, log, exp, log, smooth.sum)
const [total] = thirteen(ones([5]))
expectType<Equal<typeof total, Tensor<[]>>>(true)

const [flipped] = smooth.compose(smooth.sin, smooth.transpose(), smooth.exp)(ones([2, 3]))
expectType<Equal<typeof flipped, Tensor<[3, 2]>>>(true)

// Products, and the two sides of a pair.
const gated = smooth.compose(smooth.parallel(smooth.tanh, smooth.sigmoid), smooth.mul)
const [gate] = gated([ones([3]), ones([3])])
expectType<Equal<typeof gate, Tensor<[3]>>>(true)
const [sum] = smooth.plus(smooth.sin, smooth.cos)(ones([3]))
expectType<Equal<typeof sum, Tensor<[3]>>>(true)

// Maps of one type, and lists.
const square = (x: Tensor<[3]>) => smooth.mul([x, x])
const mixed = smooth.compose(smooth.exp, smooth.log)
expectType<Equal<typeof mixed, smooth.ElementwiseMap>>(true)
export const other = [smooth.gradient(smooth.compose((x: Tensor<[3]>) => smooth.exp(x), smooth.sum)), square]
export const list = smooth.compose(...[exp, log, exp].slice(1))
export const andThen = <A, B, C>(f: smooth.Smooth<A, B>, g: smooth.Smooth<B, C>): smooth.Smooth<A, C> =>
  smooth.compose(f, g)
declare const labels: smooth.Smooth<Tensor<[2]>, Tensor<[]>>
const curved = smooth.gaussNewtonVectorProduct(smooth.tanh, labels)(ones([2]), ones([2]))
expectType<Equal<typeof curved, Tensor<[2]>>>(true)
