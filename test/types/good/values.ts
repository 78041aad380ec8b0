// Tensors of typed arrays, of Buffers, and of nested arrays that are not literal.
import { compose, dense, init, key, predict, relu, type Tensor, tensor } from 'pullback'
import { type Equal, expectType } from '../equal.ts'

const floats = tensor(new Float32Array([1, 2]))
expectType<Equal<typeof floats, Tensor<[number]>>>(true)
const bytes = tensor(Buffer.from('ab'))
expectType<Equal<typeof bytes, Tensor<[number], 'integer'>>>(true)
const asked = tensor(new Uint8Array([1, 2]), 'f64')
expectType<Equal<typeof asked, Tensor<[number]>>>(true)
const literal = tensor([[1, 2, 3]])
expectType<Equal<typeof literal, Tensor<[1, 3]>>>(true)
const rows: number[][] = [[1, 2, 3]]
expectType<Equal<typeof ofRows, Tensor<[number, number]>>>(true)
const ofRows = tensor(rows)

const net = compose(dense(2, 8), relu(), dense(8, 2))
const scores = predict(net, init(net)(key(0)))(floats)
expectType<Equal<typeof scores, Tensor<[2]>>>(true)
