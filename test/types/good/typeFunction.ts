// Type functions of one's own: interfaces that say what comes out in terms of what goes in.
import {
  compose,
  conv2d,
  dense,
  flatten,
  type Layer,
  type layer,
  type OutputOf,
  relu,
  reshape,
  type Shape,
  type Tensor,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

interface Alike extends layer.TypeFunction {
  readonly output: this['input']
}
interface Reversed extends layer.TypeFunction {
  readonly output: this['input'] extends Tensor<readonly [infer A extends number, infer B extends number]>
    ? Tensor<[B, A]>
    : Tensor<[number, number]>
}
interface Last<N extends number> extends layer.TypeFunction {
  readonly output: this['input'] extends Tensor<readonly [...infer S extends Shape, number]>
    ? Tensor<[...S, N]>
    : Tensor<[...number[], N]>
}
interface Ten extends layer.TypeFunction {
  readonly output: Tensor<[10, 10]>
}

declare const alike: Layer<Tensor, Alike, readonly []>
declare const reversed: Layer<Tensor<[number, number]>, Reversed, readonly []>
declare const last: Layer<Tensor<[...number[], 3]>, Last<4>, readonly []>
declare const ten: Layer<Tensor, Ten, readonly []>

type Gives<L, X> = layer.Apply<OutputOf<L>, X>

const first = compose(alike, dense(2, 3), alike, last, relu(), alike, dense(4, 5), reversed)
expectType<Equal<Gives<typeof first, Tensor<[7, 2]>>, Tensor<[5, 7]>>>(true)
const images = compose(reshape([1, 8, 8]), alike, conv2d(1, 3, 3), alike, flatten(), alike, dense(108, 9))
expectType<Equal<Gives<typeof images, Tensor<[7, 64]>>, Tensor<[7, 9]>>>(true)
const constant = compose(reshape([1, 8, 8]), flatten(), ten, alike)
expectType<Equal<Gives<typeof constant, Tensor<[7, 64]>>, Tensor<[10, 10]>>>(true)
expectType<Equal<Gives<typeof alike, Tensor<[7, 64]>>, Tensor<[7, 64]>>>(true)
