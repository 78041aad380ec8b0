/**
 * Statistics over axes.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { any, div, mul, range, reshape, shift, sub } from '../node/arrays.ts'
export const rootOf = (variance: Tensor, epsilon: number): Tensor => any(op.sqrt(shift(epsilon, variance)))
export const meanOver = (axes: readonly number[], x: Tensor): Tensor =>
  any(op.mean([...axes], { keep: true })(x) as AnyTensor)

/** `(x - mean) / √(variance + ε)` over some axes, with the mean and the reciprocal of the root. */
export const standardised = (
  x: Tensor,
  axes: readonly number[],
  epsilon: number,
): { readonly y: Tensor; readonly mean: Tensor; readonly inverse: Tensor } => {
  const mean = meanOver(axes, x)
  const centred = sub(x, mean)
  const root = rootOf(meanOver(axes, mul(centred, centred)), epsilon)
  return { y: div(centred, root), mean, inverse: any(op.reciprocal(root)) }
}

/** A number for each channel, beside the axes of images. */
export const perChannel = (x: Tensor, parameter: Tensor): Tensor =>
  reshape([parameter.shape[0]!, ...range(Math.max(0, x.shape.length - 2)).map(() => 1)], parameter)
