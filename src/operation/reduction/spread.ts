/**
 * Parts of composed reductions: repeating what was reduced along the axes that were reduced, and dividing by a count.
 *
 * @module
 */
import { div } from '../../primitive/elementwise/arithmetic.ts'
import { broadcastAlong, broadcastBeside, otherAxes } from '../../primitive/reduction/broadcast.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'

/** Repeats along the reduced axes of `x` what was reduced over them. */
export const spreadOver = (
  x: AnyTensor,
  axes: readonly number[],
): (<K extends Kind>(reduced: Tensor<Shape, K>) => Tensor<Shape, K>) =>
  broadcastAlong(x.shape, otherAxes(x.shape.length, axes))

/** How many elements of `x` each element of the result is made of. */
export const countOver = (x: AnyTensor, axes: readonly number[]): number =>
  axes.reduce((n, axis) => n * (x.shape[axis] as number), 1)

/** Divided by a number: rounded once, unlike the product with its reciprocal, so that equal numbers have exactly themselves as mean. */
export const dividedBy =
  (n: number) =>
  (x: Tensor): Tensor =>
    div(x, broadcastBeside(x)(scalar(n, x.dtype as 'f32')))
