/**
 * Convolution of images, as networks use the word: sums of products of a kernel with the windows that it slides over, without
 * turning the kernel round (cross-correlation).
 *
 * `⟨convolve(x, w), y⟩` is linear in each of the image x, the kernel w and the output y. Each of three primitives takes two of
 * them and gives the third, so that their derivatives are each other, of any order.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ShapeError } from '../tensor/error.ts'
import { sameShape, type Shape, showShape, sizeOf } from '../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../tensor/tensor.ts'
import { bind } from './bind.ts'
import type { Abstract, Primitive, View } from './primitive.ts'
import { input, requireFloat, requireSameDType, requireShape } from './rule.ts'
import {
  extentOf,
  type Pair,
  requireImages,
  requireSliding,
  requireWindows,
  type Sliding,
} from './sliding.ts'

/**
 * How the kernel slides, and into how many groups the channels fall: each group of outputs sees its own inputs only.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface ConvolveOptions extends Sliding {
  readonly groups: number
}

/**
 * `size` is the height and width of what comes out: of the images, or of the kernel.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface SizedConvolveOptions extends ConvolveOptions {
  readonly size: Pair
}

/** The sizes of a convolution, from the shapes of images, kernel and output. */
export interface Convolution {
  readonly batch: number
  /** Channels of the images and of the output that belong to one group. */
  readonly inputs: number
  readonly outputs: number
  readonly image: Pair
  readonly kernel: Pair
  readonly windows: Pair
}

/** The sizes of a convolution whose shapes go together. */
export const convolutionOf = (x: Shape, w: Shape, y: Shape, groups: number): Convolution => ({
  batch: x[0] as number,
  inputs: w[1] as number,
  outputs: (w[0] as number) / groups,
  image: extentOf(x),
  kernel: extentOf(w),
  windows: extentOf(y),
})

/** Visits every product of a convolution: the positions of its three factors, -1 for the zeros around the images. */
const eachProduct = (
  [x, w, y]: readonly [Shape, Shape, Shape],
  { strides, padding, dilations, groups }: ConvolveOptions,
  visit: (x: number, w: number, y: number) => void,
): void => {
  const { batch, inputs, outputs, image, kernel, windows } = convolutionOf(x, w, y, groups)
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < groups * outputs; o++)
      for (let c = 0; c < inputs; c++) {
        const channel = (n * groups + Math.floor(o / outputs)) * inputs + c
        for (let i = 0; i < kernel[0]; i++)
          for (let j = 0; j < kernel[1]; j++) {
            const tap = ((o * inputs + c) * kernel[0] + i) * kernel[1] + j
            for (let r = 0; r < windows[0]; r++) {
              const row = r * strides[0] - padding[0] + i * dilations[0]
              const isRow = row >= 0 && row < image[0]
              const start = (channel * image[0] + row) * image[1]
              for (let s = 0; s < windows[1]; s++) {
                const column = s * strides[1] - padding[1] + j * dilations[1]
                visit(
                  isRow && column >= 0 && column < image[1] ? start + column : -1,
                  tap,
                  ((n * groups * outputs + o) * windows[0] + r) * windows[1] + s,
                )
              }
            }
          }
      }
}

// Sums run in double precision and are rounded once, so that the oracle does not depend on their order in f32.
const summed = (output: View, add: (totals: Float64Array) => void): void => {
  const totals = new Float64Array(output.elements.length)
  add(totals)
  output.elements.set(totals)
}

const requireGroups = (operation: string, groups: number, inputs: number, outputs: number): void => {
  if (!Number.isSafeInteger(groups) || groups < 1 || inputs % groups !== 0 || outputs % groups !== 0)
    throw new ShapeError(
      `${operation} needs a number of groups that divides ${inputs} channels of the images and ${outputs} of the output, ` +
        `but was given ${groups}.`,
      [[inputs], [outputs]],
    )
}

/** The checks that all three share, on shapes as they are given or asked for. */
const requireConvolution = (operation: string, x: Shape, w: Shape, options: ConvolveOptions): Shape => {
  requireSliding(operation, options)
  requireImages(operation, x)
  if (w.length !== 4)
    throw new ShapeError(
      `${operation} needs a kernel [outputs, inputs / groups, height, width], but was given ${showShape(w)}.`,
      [w],
    )
  const { groups } = options
  requireGroups(operation, groups, x[1] as number, w[0] as number)
  if (x[1] !== (w[1] as number) * groups)
    throw new ShapeError(
      `${operation} was given images ${showShape(x)} and a kernel ${showShape(w)} in ${groups} ` +
        `${groups === 1 ? 'group' : 'groups'}: the kernel is for ${(w[1] as number) * groups} channels, not ${x[1]}.`,
      [x, w],
      1,
    )
  if (sizeOf(extentOf(w)) === 0)
    throw new ShapeError(`${operation} needs a kernel with elements, but was given ${showShape(w)}.`, [w])
  return [x[0] as number, w[0] as number, ...requireWindows(operation, extentOf(x), extentOf(w), options)]
}

const requireOutput = (operation: string, wanted: Shape, y: Shape): void => {
  if (!sameShape(wanted, y))
    throw new ShapeError(
      `${operation} needs an output of shape ${showShape(wanted)}, but was given ${showShape(y)}.`,
      [wanted, y],
    )
}

const floats = (operation: string, x: Abstract, y: Abstract): void => {
  requireFloat(operation, x)
  requireSameDType(operation, x, y)
}

const withoutSize = ({ strides, padding, dilations, groups }: ConvolveOptions): ConvolveOptions => ({
  strides,
  padding,
  dilations,
  groups,
})

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
