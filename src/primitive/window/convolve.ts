/**
 * Convolution of images, as networks use the word: sums of products of a kernel with the windows that it slides over, without
 * turning the kernel round (cross-correlation).
 *
 * `⟨convolve(x, w), y⟩` is linear in each of the image x, the kernel w and the output y. Each of three primitives takes two of
 * them and gives the third, so that their derivatives are each other, of any order.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireShape } from '../core/rule.ts'
import {
  type ConvolveOptions,
  eachProduct,
  floats,
  requireConvolution,
  requireGroups,
  requireOutput,
  type SizedConvolveOptions,
  summed,
  withoutSize,
} from './convolution.ts'
import { extentOf, requireImages } from './sliding.ts'

const forward = (x: AnyTensor, w: AnyTensor, options: ConvolveOptions): AnyTensor =>
  bind(Convolve, withoutSize(options), [x, w])
const toImages = (y: AnyTensor, w: AnyTensor, options: ConvolveOptions, x: AnyTensor): AnyTensor =>
  bind(ConvolveTransposed, { ...withoutSize(options), size: extentOf(x.shape) }, [y, w])
const toKernel = (x: AnyTensor, y: AnyTensor, options: ConvolveOptions, w: AnyTensor): AnyTensor =>
  bind(ConvolveKernel, { ...withoutSize(options), size: extentOf(w.shape) }, [x, y])

export const Convolve: Primitive<ConvolveOptions> = {
  name: 'convolve',
  shape: (inputs, options) => {
    const [x, w] = [input(inputs, 0), input(inputs, 1)]
    floats('convolve', x, w)
    return { shape: requireConvolution('convolve', x.shape, w.shape, options), dtype: x.dtype }
  },
  kernel: ([x, w], y, options) => {
    const [xs, ws] = [x!.elements, w!.elements]
    summed(y, totals => {
      eachProduct([x!.shape, w!.shape, y.shape], options, (i, j, k) => {
        totals[k]! += (i < 0 ? 0 : xs[i]!) * ws[j]!
      })
    })
  },
  partials: ([x, w], _, options) => [
    { apply: dx => forward(dx, w!, options), transpose: dy => toImages(dy, w!, options, x!) },
    { apply: dw => forward(x!, dw, options), transpose: dy => toKernel(x!, dy, options, w!) },
  ],
}

export const ConvolveTransposed: Primitive<SizedConvolveOptions> = {
  name: 'convolveTransposed',
  shape: (inputs, options) => {
    const [y, w] = [input(inputs, 0), input(inputs, 1)]
    floats('convolveTransposed', y, w)
    requireShape('convolveTransposed', options.size)
    requireImages('convolveTransposed', y.shape)
    const shape = [y.shape[0]!, (w.shape[1] ?? 0) * options.groups, ...options.size]
    requireOutput(
      'convolveTransposed',
      requireConvolution('convolveTransposed', shape, w.shape, options),
      y.shape,
    )
    return { shape, dtype: y.dtype }
  },
  kernel: ([y, w], x, options) => {
    const [ys, ws] = [y!.elements, w!.elements]
    summed(x, totals => {
      eachProduct([x.shape, w!.shape, y!.shape], options, (i, j, k) => {
        if (i >= 0) totals[i]! += ys[k]! * ws[j]!
      })
    })
  },
  partials: ([y, w], x, options) => [
    { apply: dy => toImages(dy, w!, options, x), transpose: dx => forward(dx, w!, options) },
    { apply: dw => toImages(y!, dw, options, x), transpose: dx => toKernel(dx, y!, options, w!) },
  ],
}

export const ConvolveKernel: Primitive<SizedConvolveOptions> = {
  name: 'convolveKernel',
  shape: (inputs, options) => {
    const [x, y] = [input(inputs, 0), input(inputs, 1)]
    floats('convolveKernel', x, y)
    requireShape('convolveKernel', options.size)
    requireImages('convolveKernel', x.shape)
    requireImages('convolveKernel', y.shape)
    requireGroups('convolveKernel', options.groups, x.shape[1]!, y.shape[1]!)
    const shape = [y.shape[1]!, x.shape[1]! / options.groups, ...options.size]
    requireOutput('convolveKernel', requireConvolution('convolveKernel', x.shape, shape, options), y.shape)
    return { shape, dtype: x.dtype }
  },
  kernel: ([x, y], w, options) => {
    const [xs, ys] = [x!.elements, y!.elements]
    summed(w, totals => {
      eachProduct([x!.shape, w.shape, y!.shape], options, (i, j, k) => {
        totals[j]! += (i < 0 ? 0 : xs[i]!) * ys[k]!
      })
    })
  },
  partials: ([x, y], w, options) => [
    { apply: dx => toKernel(dx, y!, options, w), transpose: dw => toImages(y!, dw, options, x!) },
    { apply: dy => toKernel(x!, dy, options, w), transpose: dw => forward(x!, dw, options) },
  ],
}

type Images = Tensor<[number, number, number, number]>

/**
 * `y[n, o, r, s] = Σ x[n, c, r · stride - padding + i · dilation, …] · w[o, c, i, j]` over the channels c of the group of o and
 * the kernel's rows i and columns j; outside of the image x is 0. Images are [batch, channels, height, width] and kernels
 * [outputs, inputs / groups, height, width].
 *
 * @throws ShapeError if shapes do not go together, or the kernel is larger than the padded image.
 * @category Operations
 * @since 0.1.0
 */
export const convolve = takes(
  'convolve',
  [
    {
      options: needs.record({
        strides: needs.numbers,
        padding: needs.numbers,
        dilations: needs.numbers,
        groups: needs.number,
      }),
    },
    { x: needs.tensor, w: needs.tensor },
  ],
  () => convolveUnchecked,
)

const convolveUnchecked =
  (options: ConvolveOptions) =>
  (x: Images, w: Images): Images =>
    forward(x, w, options) as Images

/**
 * The transpose of `convolve` in the images: what each output is the sum of is added to where it came from. `size` is the
 * height and width of the images, which the output's alone do not tell.
 *
 * @throws ShapeError if shapes do not go together.
 * @category Operations
 * @since 0.1.0
 */
export const convolveTransposed = takes(
  'convolveTransposed',
  [
    {
      options: needs.record({
        strides: needs.numbers,
        padding: needs.numbers,
        dilations: needs.numbers,
        groups: needs.number,
        size: needs.numbers,
      }),
    },
    { y: needs.tensor, w: needs.tensor },
  ],
  () => convolveTransposedUnchecked,
)

const convolveTransposedUnchecked =
  (options: SizedConvolveOptions) =>
  (y: Images, w: Images): Images =>
    bind(ConvolveTransposed, options, [y, w])

/**
 * The transpose of `convolve` in the kernel: for each place in it the sum of all products of an image's element and an output
 * that met there. `size` is the height and width of the kernel.
 *
 * @throws ShapeError if shapes do not go together.
 * @category Operations
 * @since 0.1.0
 */
export const convolveKernel = takes(
  'convolveKernel',
  [
    {
      options: needs.record({
        strides: needs.numbers,
        padding: needs.numbers,
        dilations: needs.numbers,
        groups: needs.number,
        size: needs.numbers,
      }),
    },
    { x: needs.tensor, y: needs.tensor },
  ],
  () => convolveKernelUnchecked,
)

const convolveKernelUnchecked =
  (options: SizedConvolveOptions) =>
  (x: Images, y: Images): Images =>
    bind(ConvolveKernel, options, [x, y])
