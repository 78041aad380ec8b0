// Sizes behind gated units, as the compiler computes them.
import {
  type BiasedSwiGluParams,
  compose,
  dense,
  type GluOptions,
  gelu,
  glu,
  type layer,
  type OutputOf,
  type ParamsOf,
  type SwiGluParams,
  swiGlu,
  type Tensor,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

type Gives<L, X> = layer.Apply<OutputOf<L>, X>

const last = glu()
expectType<Equal<Gives<typeof last, Tensor<[5, 3, 8]>>, Tensor<[5, 3, 4]>>>(true)
expectType<Equal<Gives<typeof last, Tensor<[number, 8]>>, Tensor<[number, 4]>>>(true)
expectType<Equal<Gives<typeof last, Tensor<[5, number]>>, Tensor<[5, number]>>>(true)
const channels = glu({ axis: 0, activation: gelu })
expectType<Equal<Gives<typeof channels, Tensor<[5, 6, 9]>>, Tensor<[5, 3, 9]>>>(true)
const fromEnd = glu({ axis: -2 })
expectType<Equal<Gives<typeof fromEnd, Tensor<[5, 7, 6, 9]>>, Tensor<[5, 7, 3, 9]>>>(true)

// What is not literal is not known, and never taken for the default.
const some: GluOptions = { axis: 0 }
const unknown = glu(some)
expectType<Equal<Gives<typeof unknown, Tensor<[5, 6, 9]>>, Tensor<[5, number, number]>>>(true)

const gated = compose(dense(3, 16), glu(), dense(8, 2))
expectType<Equal<Gives<typeof gated, Tensor<[5, 3]>>, Tensor<[5, 2]>>>(true)

const network = swiGlu(4, 8)
expectType<Equal<Gives<typeof network, Tensor<[5, 3, 4]>>, Tensor<[5, 3, 4]>>>(true)
expectType<Equal<ParamsOf<typeof network>, SwiGluParams<4, 8>>>(true)
const biased = swiGlu(4, 8, { bias: true })
expectType<Equal<ParamsOf<typeof biased>, BiasedSwiGluParams<4, 8>>>(true)
