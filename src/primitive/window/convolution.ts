/**
 * Convolutions as shapes: options, sizes, checks, and a visit to every product, which three primitives share.
 *
 * @module
 */
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, sameShape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { Abstract, View } from '../core/primitive.ts'
import { requireFloat, requireSameDType } from '../core/rule.ts'
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
export const eachProduct = (
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
export const summed = (output: View, add: (totals: Float64Array) => void): void => {
  const totals = new Float64Array(output.elements.length)
  add(totals)
  output.elements.set(totals)
}

export const requireGroups = (operation: string, groups: number, inputs: number, outputs: number): void => {
  if (!Number.isSafeInteger(groups) || groups < 1 || inputs % groups !== 0 || outputs % groups !== 0)
    throw new ShapeError(
      `${operation} needs a number of groups that divides ${inputs} channels of the images and ${outputs} of the output, ` +
        `but was given ${groups}.`,
      [[inputs], [outputs]],
    )
}

/** The checks that all three share, on shapes as they are given or asked for. */
export const requireConvolution = (
  operation: string,
  x: Shape,
  w: Shape,
  options: ConvolveOptions,
): Shape => {
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

export const requireOutput = (operation: string, wanted: Shape, y: Shape): void => {
  if (!sameShape(wanted, y))
    throw new ShapeError(
      `${operation} needs an output of shape ${showShape(wanted)}, but was given ${showShape(y)}.`,
      [wanted, y],
    )
}

export const floats = (operation: string, x: Abstract, y: Abstract): void => {
  requireFloat(operation, x)
  requireSameDType(operation, x, y)
}

export const withoutSize = ({ strides, padding, dilations, groups }: ConvolveOptions): ConvolveOptions => ({
  strides,
  padding,
  dilations,
  groups,
})
