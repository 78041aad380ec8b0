// Operations in a pipe: of two tensors the second is given, and nothing is annotated.
import { flow, pipe } from 'fp-ts/lib/function.js'
import { dense, type Integers, init, key, ones, op, predict, type Tensor, tensor } from 'pullback'
import { type Equal, expectType } from '../equal.ts'

const [x, y, z] = [ones([2, 3]), ones([2, 3]), ones([2, 3])]

const total = pipe(x, op.add(y), op.mul(z), op.scale(2), op.tanh, op.sum())
expectType<Equal<typeof total, Tensor<[]>>>(true)

const kept = pipe(x, op.sub(y), op.div(z), op.maximum(y), op.minimum(z), op.safeDiv(y))
expectType<Equal<typeof kept, Tensor<[2, 3]>>>(true)

const mask = pipe(x, op.greater(y))
expectType<Equal<typeof mask, Integers<[2, 3]>>>(true)
export const masks = [pipe(x, op.greaterEqual(y)), pipe(x, op.equal(y))]

// In a pipe a matrix is multiplied by what is given.
const scores = pipe(ones([5, 3]), op.matmul(ones([3, 4])), op.tanh)
expectType<Equal<typeof scores, Tensor<[5, 4]>>>(true)
const outer = pipe(ones([5, 3]), op.matmulTN(ones([5, 4])))
expectType<Equal<typeof outer, Tensor<[3, 4]>>>(true)
const gram = pipe(ones([5, 3]), op.matmulNT(ones([4, 3])))
expectType<Equal<typeof gram, Tensor<[5, 4]>>>(true)
const batched = pipe(ones([7, 5, 3]), op.matmul(ones([7, 3, 4])))
expectType<Equal<typeof batched, Tensor<[7, 5, 4]>>>(true)

// Sizes known only at run time fit every size.
declare const batch: Tensor<[number, 3]>
const sums = pipe(batch, op.add(ones([5, 3])))
expectType<Equal<typeof sums, Tensor<[number, 3]>>>(true)
const known = pipe(ones([5, 3]), op.add(batch))
expectType<Equal<typeof known, Tensor<[5, 3]>>>(true)
declare const any: Tensor
export const open = pipe(any, op.add(batch), op.mul(any))

// Both at once, as ever, and integers.
const both = op.add(x, y)
expectType<Equal<typeof both, Tensor<[2, 3]>>>(true)
const counts = pipe(tensor([1, 2], 'i32'), op.add(tensor([3, 4], 'i32')))
expectType<Equal<typeof counts, Integers<[2]>>>(true)
const rows = pipe(ones([10, 4]), op.gather(tensor([1, 2], 'i32')))
expectType<Equal<typeof rows, Tensor<[2, 4]>>>(true)
const taken = pipe(ones([2, 4]), op.takeAlong(tensor([1, 2], 'i32')))
expectType<Equal<typeof taken, Tensor<[2]>>>(true)

// Of any shape, by a caller who does not know it.
export const twice = <S extends readonly number[]>(a: Tensor<S>, b: Tensor<S>): Tensor<S> =>
  pipe(a, op.add(b), op.add(b))
export const affine = flow(op.matmul(ones([3, 4])), op.tanh)
export const lists = [x, y].map(op.add(z)).reduce(op.mul)

// A key begins a model, and a model is a function.
const net = dense(3, 4)
const model = pipe(key(0), init(net))
expectType<Equal<typeof model.params.w, Tensor<[3, 4]>>>(true)
const predicted = pipe(ones([5, 3]), predict(net, model), op.tanh)
expectType<Equal<typeof predicted, Tensor<[5, 4]>>>(true)
