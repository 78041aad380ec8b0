/**
 * Convolutions of all examples at once: examples with one kernel are a larger batch, examples with kernels of their own are groups of
 * channels that do not see each other.
 *
 * @module
 */

import { bind } from '../../primitive/core/bind.ts'
import type { Primitive } from '../../primitive/core/primitive.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { Transpose } from '../../primitive/movement/transpose.ts'
import { ArgmaxWindows } from '../../primitive/window/argmaxWindows.ts'
import type { ConvolveOptions, SizedConvolveOptions } from '../../primitive/window/convolution.ts'
import { Convolve, ConvolveKernel, ConvolveTransposed } from '../../primitive/window/convolve.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { type BatchingRule, type Operand, spread } from '../body/batchingRule.ts'

const reshaped = (shape: Shape, x: AnyTensor): AnyTensor => bind(Reshape, { shape }, [x])

/** The first two axes as one, and back. */
const folded = (x: AnyTensor): AnyTensor =>
  reshaped([(x.shape[0] as number) * (x.shape[1] as number), ...x.shape.slice(2)], x)
const unfolded = (size: number, x: AnyTensor): AnyTensor =>
  reshaped([size, (x.shape[0] as number) / size, ...x.shape.slice(1)], x)

/** The channels of all examples beside each other: [examples, batch, channels, …] as [batch, examples · channels, …]. */
const beside = (x: AnyTensor): AnyTensor => {
  const [size, batch, channels, ...extent] = x.shape as readonly [number, number, number, number, number]
  return reshaped([batch, size * channels, ...extent], bind(Transpose, { axes: [1, 0, 2, 3, 4] }, [x]))
}
const apart = (size: number, x: AnyTensor): AnyTensor => {
  const [batch, channels, ...extent] = x.shape as readonly [number, number, number, number]
  return bind(Transpose, { axes: [1, 0, 2, 3, 4] }, [reshaped([batch, size, channels / size, ...extent], x)])
}

const grouped = <O extends ConvolveOptions>(options: O, size: number): O => ({
  ...options,
  groups: options.groups * size,
})

/** Images, or outputs, with a kernel. */
const withKernel =
  <O extends ConvolveOptions>(primitive: Primitive<O>): BatchingRule =>
  ([images, kernel], options: O, size) => {
    const [x, w] = [images as Operand, kernel as Operand]
    if (!w.batched) return unfolded(size, bind(primitive, options, [folded(spread(x, size)), w.tensor]))
    const all = [beside(spread(x, size)), folded(w.tensor)]
    return apart(size, bind(primitive, grouped(options, size), all))
  }

/** Images or outputs of all examples, one kernel of each. */
export const convolveRule: BatchingRule = withKernel(Convolve)

/** The same for the transpose in the images. */
export const convolveTransposedRule: BatchingRule = withKernel(ConvolveTransposed)

/** The kernel of each example from its images and outputs. */
export const convolveKernelRule: BatchingRule = ([images, outputs], options: SizedConvolveOptions, size) =>
  unfolded(
    size,
    bind(
      ConvolveKernel,
      grouped(options, size),
      [images, outputs].map(x => beside(spread(x as Operand, size))),
    ),
  )

/** Windows do not look over the edges of their images. */
export const argmaxWindowsRule: BatchingRule = ([images], options, size) =>
  unfolded(size, bind(ArgmaxWindows, options, [folded(spread(images as Operand, size))]))
