/**
 * Laws of convolutions: how their options relate to each other, and what they have to do with each other.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type Conv2dOptions,
  type ConvTranspose2dOptions,
  conv1d,
  conv2d as conv2dLayer,
  convTranspose2d as convTranspose2dLayer,
  evaluation,
  op,
  type Shape,
  type Tensor,
  zeros,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { every, exact } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, type TreeLayer } from '../same.ts'

const floats = (...shape: number[]): fc.Arbitrary<Tensor> => tensors(shape)

/** A layer with one kernel and no bias, at a kernel: its value and its pullback to kernel and input. */
const at =
  (layer: TreeLayer) =>
  (w: Tensor, x: Tensor): readonly [Tensor, (dy: Tensor) => readonly [dw: Tensor, dx: Tensor]] => {
    const [y, pullback] = layer.run({ w }, x, {}, evaluation)
    return [
      y as never,
      dy => {
        const [dp, dx] = pullback(dy)
        return [(dp as { readonly w: Tensor }).w, dx as never]
      },
    ]
  }

const cut = (x: Tensor, start: Shape, sizes: Shape): Tensor => op.slice(start, sizes)(x)

/** Every `step`-th row and column. */
const everyOf = (x: Tensor, [down, across]: readonly [number, number]): Tensor =>
  [down, across].reduce((y, step, i) => {
    const axis = i + 2
    const places = Array.from({ length: Math.ceil(y.shape[axis]! / step) }, (_, place) => place * step)
    return op.concat(axis)(
      ...places.map(place =>
        cut(
          y,
          y.shape.map((_, each) => (each === axis ? place : 0)),
          y.shape.with(axis, 1),
        ),
      ),
    ) as Tensor
  }, x)

/** A kernel with zeros between its elements. */
const spread = (w: Tensor): Tensor => {
  const [o, c, height, width] = w.shape as readonly [number, number, number, number]
  const padded = op.pad([0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 1])(op.reshape([o, c, height, 1, width, 1])(w))
  const even = op.reshape([o, c, 2 * height, 2 * width])(padded)
  return cut(even, [0, 0, 0, 0], [o, c, 2 * height - 1, 2 * width - 1])
}

type Make = (inputs: number, outputs: number, kernel: number, options: Conv2dOptions) => TreeLayer

/** Laws of convolution; by default of `conv2d`. */
export const conv2dLaws = (
  conv2d: Make = (inputs, outputs, kernel, options) =>
    forget(conv2dLayer(inputs, outputs, kernel, options as Readonly<Record<never, never>>)),
): LawSet => {
  const conv = (inputs: number, outputs: number, kernel: number, options: Conv2dOptions = {}) =>
    at(conv2d(inputs, outputs, kernel, { ...options, bias: false }))
  const kernels = floats(2, 2, 2, 2)
  const images = floats(2, 2, 5, 4)
  return lawSet('conv2d', [
    law(
      '29j',
      'the transpose of a convolution in its images is the transposed convolution with the same kernel, and the other way round',
      [floats(3, 2, 2, 2), images, floats(2, 3, 2, 2)],
      (w, x, dy) => {
        const options = { stride: [3, 2], padding: [1, 0] } as const
        const [y, pullback] = conv(2, 3, 2, options)(w, x)
        const back = at(
          forget(convTranspose2dLayer(3, 2, 2, { ...options, outputPadding: [2, 0], bias: false })),
        )
        const [x2, pullBack] = back(w, dy)
        return every(
          exact(x2, pullback(dy)[1]),
          exact(pullBack(x)[1], y),
          exact(pullBack(x)[0], pullback(dy)[0]),
        )
      },
    ),
    law(
      '35d',
      'what is cut out of an image gives what is cut out of the output: convolution moves with its image',
      [kernels, images, fc.tuple(fc.nat(2), fc.nat(1))],
      (w, x, [down, across]) => {
        const [y] = conv(2, 2, 2)(w, x)
        const [part] = conv(2, 2, 2)(w, cut(x, [0, 0, down, across], [2, 2, 5 - down, 4 - across]))
        return exact(part, cut(y, [0, 0, down, across], part.shape))
      },
    ),
    law('W1', 'conv1d is conv2d on images of one row', [floats(4, 1, 3), floats(2, 2, 6)], (w, x) => {
      const options = { stride: 2, padding: 1, groups: 2, bias: false } as const
      const [y] = at(forget(conv1d(2, 4, 3, options)))(w, x)
      // A row under a kernel of one row alone: the others of a square kernel see padding.
      const [row] = at(forget(conv2dLayer(2, 4, [1, 3], { ...options, stride: [1, 2], padding: [0, 1] })))(
        op.reshape([4, 1, 1, 3])(w),
        op.reshape([2, 2, 1, 6])(x),
      )
      return exact(op.reshape(y.shape)(row), y)
    }),
    law(
      'W2',
      'groups are convolutions beside each other, each on channels of its own',
      [floats(4, 1, 2, 2), images],
      (w, x) => {
        const [y] = conv(2, 4, 2, { groups: 2 })(w, x)
        const parts = [0, 1].map(
          group =>
            conv(
              1,
              2,
              2,
            )(cut(w, [2 * group, 0, 0, 0], [2, 1, 2, 2]), cut(x, [0, group, 0, 0], [2, 1, 5, 4]))[0],
        )
        return exact(y, op.concat(1)(...parts))
      },
    ),
    law(
      'W3',
      'a stride takes every so many-th of the windows',
      [kernels, images, fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))],
      (w, x, stride) => exact(conv(2, 2, 2, { stride })(w, x)[0], everyOf(conv(2, 2, 2)(w, x)[0], stride)),
    ),
    law('W4', 'padding is zeros around the images', [kernels, images], (w, x) => {
      const around = op.pad([0, 0, 1, 2], [0, 0, 1, 2])(x)
      return exact(conv(2, 2, 2, { padding: [1, 2] })(w, x)[0], conv(2, 2, 2)(w, around)[0])
    }),
    law('W5', 'a dilated kernel is one with zeros in between', [kernels, images], (w, x) =>
      exact(conv(2, 2, 2, { dilation: 2 })(w, x)[0], conv(2, 2, 3)(spread(w), x)[0]),
    ),
    law(
      'W6',
      'a kernel of one element is a matrix product over channels',
      [floats(3, 2, 1, 1), images],
      (w, x) => {
        const rows = op.reshape([40, 2])(op.transpose([0, 2, 3, 1])(x))
        const product = op.matmulNT<[], number, number, number>(rows, op.reshape([3, 2])(w))
        const wanted = op.transpose([0, 3, 1, 2])(op.reshape([2, 5, 4, 3])(product))
        return exact(conv(2, 3, 1)(w, x)[0], wanted)
      },
    ),
    law('W7', 'the bias of a channel is added everywhere', [kernels, floats(2), images], (w, b, x) => {
      const [y] = conv2d(2, 2, 2, {}).run({ w, b }, x, {}, evaluation)
      const plain = conv(2, 2, 2)(w, x)[0]
      const channels = op.broadcastAlong(plain.shape, [1])(b)
      return exact(y, op.add(plain, channels))
    }),
  ])
}

type MakeTransposed = (
  inputs: number,
  outputs: number,
  kernel: number,
  options: ConvTranspose2dOptions,
) => TreeLayer

/** Laws of transposed convolution; by default of `convTranspose2d`. */
export const convTranspose2dLaws = (
  convTranspose2d: MakeTransposed = (inputs, outputs, kernel, options) =>
    forget(convTranspose2dLayer(inputs, outputs, kernel, options as Readonly<Record<never, never>>)),
): LawSet => {
  const back = (options: ConvTranspose2dOptions) => at(convTranspose2d(2, 3, 3, { ...options, bias: false }))
  const forth = (options: Conv2dOptions) =>
    at(forget(conv2dLayer(3, 2, 3, { ...options, bias: false } as Readonly<Record<never, never>>)))
  const kernels = floats(2, 3, 3, 3)
  const images = floats(2, 2, 3, 4)
  const steps = fc.constantFrom(1, 2)
  return lawSet('convTranspose2d', [
    law(
      '29k',
      'it is the transpose of the convolution with the same kernel, stride and padding: its value is what that pulls back',
      [kernels, images, steps, fc.constantFrom(0, 1)],
      (w, x, stride, padding) => {
        const sizes = [3, 4].map(n => (n - 1) * stride + 3 - 2 * padding)
        const [y, pullback] = back({ stride, padding })(w, x)
        const convolve = forth({ stride, padding })
        const [again, pullBack] = convolve(w, zeros([2, 3, ...sizes], 'f64'))
        return every(
          exact(again.shape.join(), x.shape.join()),
          exact(y, pullBack(x)[1]),
          exact(pullback(y)[1], convolve(w, y)[0]),
        )
      },
    ),
    law('29l', 'padding cuts a frame off what is given without', [kernels, images], (w, x) => {
      const [y] = back({ stride: 2 })(w, x)
      const [inside] = back({ stride: 2, padding: 1 })(w, x)
      const [, , height, width] = y.shape as readonly [number, number, number, number]
      return exact(inside, cut(y, [0, 0, 1, 1], [2, 3, height - 2, width - 2]))
    }),
    law(
      '29m',
      'a single element gives its kernel, in the place where it is',
      [kernels, fc.nat(2), fc.nat(3)],
      (w, row, column) => {
        const x = op.pad(
          [0, 0, row, column],
          [0, 1, 2 - row, 3 - column],
        )(op.shift(1)(zeros([1, 1, 1, 1], 'f64')))
        const [y] = back({ stride: 2 })(w, x)
        return exact(
          y,
          op.pad(
            [0, 0, 2 * row, 2 * column],
            [0, 0, 2 * (2 - row), 2 * (3 - column)],
          )(cut(w, [0, 0, 0, 0], [1, 3, 3, 3])),
        )
      },
    ),
  ])
}
