// A layer as a smooth map has the sizes of its input, wherever they are known.
import {
  compose,
  type DenseParams,
  dense,
  init,
  key,
  onesLike,
  relu,
  smooth,
  smoothOf,
  type Tensor,
  zeros,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

const net = compose(dense(2, 8), relu(), dense(8, 3))
const { params, state } = init(net)(key(0))
const scoresOf = smoothOf(net, state)

const [one, pull] = scoresOf([params, zeros([5, 2])])
expectType<Equal<typeof one, Tensor<[5, 3]>>>(true)
const [byParams, byInput] = pull(onesLike(one))
expectType<Equal<(typeof byParams)[0], { readonly w: Tensor<[2, 8]>; readonly b: Tensor<[8]> }>>(true)
expectType<Equal<typeof byInput, Tensor<[5, 2]>>>(true)

// As a whole it is one map: of batches, of its parameters alone, and part of others.
type Params = readonly [DenseParams<2, 8>, { readonly [key in never]: never }, DenseParams<8, 3>]
export const ofBatches: smooth.Smooth<readonly [Params, Tensor<[number, 2]>], Tensor<[number, 3]>> = scoresOf
export const ofParams = smooth.fixSecond(scoresOf, zeros([5, 2]))
export const total = smooth.compose(scoresOf, smooth.sum)
