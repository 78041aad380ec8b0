/**
 * Convolutions as products of matrices: their sizes, the scratch memory that they need beside the product's, and their cost.
 *
 * @module
 */

import type { Convolution, ConvolveOptions } from '../primitive/window/convolution.ts'
import { aligned } from './cacheLine.ts'
import type { Features, Lanes } from './lanes.ts'
import { type MatmulShape, matmulCycles } from './matmul.ts'

/** Which of the three factors a convolution gives. */
export type Gives = 'output' | 'images' | 'kernel'

/** The sizes of a convolution. */
export interface ConvolveShape extends Convolution, ConvolveOptions {
  readonly gives: Gives
  readonly dtype: Lanes
}

/** How many examples' gradients of a kernel are added up in f32. */
export const mostExamples = 32

/** Sizes that follow: counts of elements unless they say bytes. */
export const convolutionSizes = (shape: ConvolveShape) => {
  const { gives, dtype, inputs, outputs, image, kernel, windows, strides, padding } = shape
  const bytes = dtype === 'f32' ? 4 : 8
  const depth = inputs * kernel[0] * kernel[1]
  const places = windows[0] * windows[1]
  const padded = [image[0] + 2 * padding[0], image[1] + 2 * padding[1]] as const
  const isPadded = padding.some(n => n > 0)
  // Windows of one element, side by side, are the image.
  const isPointwise = !isPadded && kernel.every(n => n === 1) && strides.every(n => n === 1)
  const product: MatmulShape = {
    dtype,
    batch: 1,
    ...{
      output: { m: outputs, n: places, k: depth, transposeA: false, transposeB: false },
      kernel: { m: outputs, n: depth, k: places, transposeA: false, transposeB: true },
      images: { m: depth, n: places, k: outputs, transposeA: true, transposeB: false },
    }[gives],
  }
  const paddedBytes = isPadded ? aligned(inputs * padded[0] * padded[1] * bytes) + 64 : 0
  const windowBytes = isPointwise ? 0 : aligned(depth * places * bytes) + 64
  const kernelBytes = gives === 'kernel' ? aligned(outputs * depth * bytes) + 64 : 0
  // So many examples that a gradient of the kernel would lose digits in f32 are added up in f64.
  const isLong = gives === 'kernel' && dtype === 'f32' && shape.batch > mostExamples
  const totalsBytes = isLong ? aligned(shape.groups * outputs * depth * 8) + 64 : 0
  return {
    bytes,
    depth,
    places,
    padded,
    isPadded,
    isPointwise,
    product,
    paddedBytes,
    windowBytes,
    kernelBytes,
    isLong,
    totalsBytes,
  }
}

/** An estimate of the cycles that a convolution takes, in copies and products. */
export const convolveCycles = (shape: ConvolveShape, features: Features): number => {
  const { depth, places, product } = convolutionSizes(shape)
  return shape.batch * shape.groups * (matmulCycles(product, features) + (depth * places) / 2)
}
