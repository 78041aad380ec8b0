// Sizes of what moves, cuts, fills and joins the axes of examples, as the compiler computes them.
import {
  compose,
  concatenate,
  conv1d,
  conv2d,
  dense,
  fanout,
  flatten,
  identity,
  type layer,
  maxPool2d,
  type OutputOf,
  pad,
  parallel,
  reshape,
  slice,
  type Tensor,
  transpose,
  upsample,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

type Gives<L, X> = layer.Apply<OutputOf<L>, X>
type Image = Tensor<[5, 3, 32, 28]>
type AnyBatch = Tensor<[number, ...number[]]>

const channelsLast = transpose([1, 2, 0])
expectType<Equal<Gives<typeof channelsLast, Image>, Tensor<[5, 32, 28, 3]>>>(true)
expectType<
  Equal<Gives<typeof channelsLast, Tensor<[number, 3, number, 28]>>, Tensor<[number, number, 28, 3]>>
>(true)
expectType<Equal<Gives<typeof channelsLast, AnyBatch>, Tensor<[number, number, number, number]>>>(true)
const reversed = transpose()
expectType<Equal<Gives<typeof reversed, Image>, Tensor<[5, 28, 32, 3]>>>(true)
expectType<Equal<Gives<typeof reversed, AnyBatch>, AnyBatch>>(true)
const exchanged = transpose(0, -1)
expectType<Equal<Gives<typeof exchanged, Image>, Tensor<[5, 28, 32, 3]>>>(true)
const some: number = 1
const unknownAxis = transpose(0, some)
expectType<Equal<Gives<typeof unknownAxis, Image>, Tensor<[5, number, number, number]>>>(true)
const unknownOrder = transpose([some, 0, 2])
expectType<Equal<Gives<typeof unknownOrder, Image>, Tensor<[5, number, 3, 28]>>>(true)

const middle = slice([[], [2, -2], [4, undefined, 3]])
expectType<Equal<Gives<typeof middle, Image>, Tensor<[5, 3, 28, 8]>>>(true)
expectType<Equal<Gives<typeof middle, AnyBatch>, AnyBatch>>(true)
const last = slice([[-1]])
expectType<Equal<Gives<typeof last, Image>, Tensor<[5, 1, 32, 28]>>>(true)
expectType<Equal<Gives<typeof last, Tensor<[number, number, 4]>>, Tensor<[number, number, 4]>>>(true)
const sized = slice([
  [0, some],
  [0, 32, some],
])
expectType<Equal<Gives<typeof sized, Image>, Tensor<[5, number, number, 28]>>>(true)
const ranges: readonly layer.AxisRange[] = []
const unknownRanges = slice(ranges)
expectType<Equal<Gives<typeof unknownRanges, Image>, Tensor<[5, number, number, number]>>>(true)

const framed = pad([0, 2, [0, 1]])
expectType<Equal<Gives<typeof framed, Image>, Tensor<[5, 3, 36, 29]>>>(true)
const filled = pad([some], { value: 1 })
expectType<Equal<Gives<typeof filled, Image>, Tensor<[5, number, 32, 28]>>>(true)
expectType<Equal<Gives<typeof filled, AnyBatch>, AnyBatch>>(true)

const channels = concatenate(0)
expectType<Equal<Gives<typeof channels, readonly [Image, Tensor<[5, 8, 32, 28]>]>, Tensor<[5, 11, 32, 28]>>>(
  true,
)
const columns = concatenate()
expectType<Equal<Gives<typeof columns, readonly [Image, Image, Image]>, Tensor<[5, 3, 32, 84]>>>(true)
const unknownAlong = concatenate(some)
expectType<Equal<Gives<typeof unknownAlong, readonly [Image, Image]>, Tensor<[5, number, number, number]>>>(
  true,
)

const unet = compose(
  reshape([1, 28, 28]),
  fanout(identity(), compose(maxPool2d(2), upsample(2), conv2d(1, 3, 3, { padding: 1 }))),
  concatenate(0),
  flatten(),
  dense(4 * 28 * 28, 10),
)
expectType<Equal<Gives<typeof unet, Tensor<[5, 784]>>, Tensor<[5, 10]>>>(true)

// Where leading axes are not known, the last one still is.
const vectors = compose(fanout(dense(3, 2), dense(3, 4)), concatenate(), dense(6, 1))
expectType<Equal<Gives<typeof vectors, Tensor<[5, 3]>>, Tensor<[5, 1]>>>(true)
const towers = compose(parallel(dense(3, 2), dense(5, 4)), concatenate(), dense(6, 1))
expectType<Equal<Gives<typeof towers, readonly [Tensor<[5, 3]>, Tensor<[5, 5]>]>, Tensor<[5, 1]>>>(true)

const overTime = compose(reshape([16, 8]), transpose([1, 0]), pad([0, [2, 0]]), conv1d(8, 4, 3))
expectType<Equal<Gives<typeof overTime, Tensor<[5, 128]>>, Tensor<[5, 4, 16]>>>(true)
