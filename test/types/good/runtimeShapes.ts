// Shapes that only running knows are given as they are: nothing says `<number, Shape>`.
import { full, ones, op, random, type Shape, smooth, type Tensor, zeros } from 'pullback'
import { type Equal, expectType } from '../equal.ts'

declare const shape: Shape
declare const sizes: number[]
declare const x: Tensor

const spread = op.broadcast(x.shape)(ones([3]))
expectType<Equal<typeof spread, Tensor>>(true)
const reshaped = op.reshape(shape)(x)
expectType<Equal<typeof reshaped, Tensor>>(true)
const along = op.broadcastAlong(shape, [0])(x)
expectType<Equal<typeof along, Tensor>>(true)
const sliced = op.slice([0, 0], shape)(x)
expectType<Equal<typeof sliced, Tensor>>(true)
const [value] = smooth.reshape(shape)(x)
expectType<Equal<typeof value, Tensor>>(true)
const filled = full(shape, 1, x.dtype)
expectType<Equal<typeof filled, Tensor>>(true)
export const others: readonly Tensor[] = [
  zeros(shape),
  ones(sizes),
  op.reshape(sizes)(x),
  zeros(shape, x.dtype),
]
export const drawn = random.normal(shape)

// Sizes that are known stay known, also where some are not.
declare const n: number
const rows = op.broadcast([n, 3])(ones([3]))
expectType<Equal<typeof rows, Tensor<[number, 3]>>>(true)
const flat = op.reshape([n, 12])(x)
expectType<Equal<typeof flat, Tensor<[number, 12]>>>(true)
