// Sizes behind windows, as the compiler computes them.
import {
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool1d,
  avgPool2d,
  batchNorm,
  type Conv2dOptions,
  compose,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  dense,
  flatten,
  globalAvgPool2d,
  globalMaxPool2d,
  globalMaxPool3d,
  groupNorm,
  type layer,
  maxPool2d,
  maxPool3d,
  type OutputOf,
  type ParamsOf,
  relu,
  type Tensor,
  upsample,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

type Gives<L, X> = layer.Apply<OutputOf<L>, X>
type Image = Tensor<[5, 3, 32, 32]>

const plain = conv2d(3, 8, 3)
expectType<Equal<Gives<typeof plain, Image>, Tensor<[5, 8, 30, 30]>>>(true)
expectType<Equal<Gives<typeof plain, Tensor<[number, 3, number, 32]>>, Tensor<[number, 8, number, 30]>>>(true)
expectType<Equal<ParamsOf<typeof plain>, { readonly w: Tensor<[8, 3, 3, 3]>; readonly b: Tensor<[8]> }>>(true)

const strided = conv2d(3, 9, [3, 5], { stride: [2, 1], padding: 1, dilation: [1, 2], groups: 3, bias: false })
expectType<Equal<Gives<typeof strided, Image>, Tensor<[5, 9, 16, 26]>>>(true)
expectType<Equal<ParamsOf<typeof strided>, { readonly w: Tensor<[9, 1, 3, 5]> }>>(true)

// What is not literal is not known, and never taken for the default.
const some: Conv2dOptions = { stride: 2 }
const unknown = conv2d(3, 8, 3, some)
expectType<Equal<Gives<typeof unknown, Image>, Tensor<[5, 8, number, number]>>>(true)
const size: number = 3
const sized = conv2d(3, 8, size)
expectType<Equal<Gives<typeof sized, Image>, Tensor<[5, 8, number, number]>>>(true)

// Many groups of few channels each.
const depthwise = conv2d(32, 64, 3, { groups: 32 })
expectType<Equal<ParamsOf<typeof depthwise>['w'], Tensor<[64, 1, 3, 3]>>>(true)

const wider = convTranspose2d(3, 4, 3, { stride: 2, padding: 1, outputPadding: [1, 0] })
expectType<Equal<Gives<typeof wider, Image>, Tensor<[5, 4, 64, 63]>>>(true)

const sequences = conv1d(2, 4, 3, { stride: 3, padding: 2 })
expectType<Equal<Gives<typeof sequences, Tensor<[7, 2, 100]>>, Tensor<[7, 4, 34]>>>(true)

const pooled = compose(maxPool2d(3, { stride: 2, padding: 1 }), avgPool2d([2, 4]))
expectType<Equal<Gives<typeof pooled, Image>, Tensor<[5, 3, 8, 4]>>>(true)

const resized = compose(upsample([2, 3]), adaptiveAvgPool2d([4, 5]))
expectType<Equal<Gives<typeof resized, Image>, Tensor<[5, 3, 4, 5]>>>(true)

const scan = conv3d(2, 4, [3, 1, 2], { stride: [2, 1, 1], padding: [1, 0, 0], groups: 2 })
type Scan = Tensor<[5, 2, 16, 8, 9]>
expectType<Equal<Gives<typeof scan, Scan>, Tensor<[5, 4, 8, 8, 8]>>>(true)
expectType<Equal<ParamsOf<typeof scan>, { readonly w: Tensor<[4, 1, 3, 1, 2]>; readonly b: Tensor<[4]> }>>(
  true,
)
const scanned = compose(scan, maxPool3d([1, 2, 2]), adaptiveAvgPool3d([2, 3, 4]))
expectType<Equal<Gives<typeof scanned, Scan>, Tensor<[5, 4, 2, 3, 4]>>>(true)
const largestOf = compose(scan, globalMaxPool3d())
expectType<Equal<Gives<typeof largestOf, Scan>, Tensor<[5, 4]>>>(true)
const shorter = avgPool1d(3, { stride: 2, padding: 1 })
expectType<Equal<Gives<typeof shorter, Tensor<[7, 2, 9]>>, Tensor<[7, 2, 5]>>>(true)

const classifier = compose(
  conv2d(3, 16, 3, { padding: 1, bias: false }),
  batchNorm(16),
  relu(),
  maxPool2d(2),
  conv2d(16, 32, 3),
  groupNorm(4, 32),
  flatten(),
  dense(32 * 14 * 14, 10),
)
expectType<Equal<Gives<typeof classifier, Image>, Tensor<[5, 10]>>>(true)

const largest = globalMaxPool2d()
expectType<Equal<Gives<typeof largest, Image>, Tensor<[5, 3]>>>(true)

const anySize = compose(conv2d(3, 16, 3), globalAvgPool2d(), dense(16, 10))
expectType<Equal<Gives<typeof anySize, Image>, Tensor<[5, 10]>>>(true)

// What goes before a last axis counts, too.
const flat = compose(flatten(), dense(784, 10))
expectType<Equal<Gives<typeof flat, Tensor<[3, 28, 28]>>, Tensor<[3, 10]>>>(true)
