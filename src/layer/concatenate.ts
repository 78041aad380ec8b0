/**
 * The parts of a tuple, joined.
 *
 * @module
 */
import { Concat } from '../primitive/concat.ts'
import { fromPrimitive } from '../smooth/fromPrimitive.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import type { Empty } from '../tensor/tree.ts'
import { axisIn, type Examples, requireAxis } from './exampleAxes.ts'
import type { Concatenated } from './exampleTypes.ts'
import { type Layer, withoutParams } from './layer.ts'

const joined = (options: { readonly axis: number }) =>
  fromPrimitive<readonly Tensor[], Tensor, { readonly axis: number }>(Concat, options)

const requireAlike = (name: string, axis: number, { shape }: Examples, other: Examples): void => {
  if (shape.length !== other.shape.length || !sameShape(shape.with(axis, 0), other.shape.with(axis, 0)))
    throw new ShapeError(
      `${name} takes tensors that differ in axis ${axis - 1} of each example only, but was given ${showShape(shape)} and ` +
        `${showShape(other.shape)}.`,
      [shape, other.shape],
    )
}

/**
 * The tensors of a tuple one after the other, along an axis of each example: 0 is the first behind the batch, the channels of
 * images, and -1 the last one, which it is unless told. `compose(fanout(f, g), concatenate())` is `concat(f, g)`.
 *
 * Takes a tuple of [batch, ...], which differ in that axis only, and gives [batch, ...]; the compiler adds the sizes. The pullback
 * cuts the cotangent apart.
 *
 * @throws ShapeError if the other axes differ, or there is no such axis.
 * @throws ArgumentError unless the axis is an integer, and the input a tuple of at least one tensor.
 *
 * @example
 * import { compose, concatenate, conv2d, fanout, identity, maxPool2d, relu, upsample } from 'pullback'
 * const deep = compose(maxPool2d(2), conv2d(8, 8, 3, { padding: 1 }), relu(), upsample(2))
 * const unet = compose(fanout(identity(), deep), concatenate(0), conv2d(16, 1, 1)) // as in U-Net
 */
export const concatenate = <const Axis extends number = -1>(
  axis?: Axis,
): Layer<readonly [Examples, ...Examples[]], Concatenated<Axis>, Empty> => {
  const along = axis ?? -1
  requireAxis('concatenate', along)
  const name = `concatenate(${along})`
  return withoutParams(name, (xs: readonly [Examples, ...Examples[]]) => {
    if (!Array.isArray(xs) || xs.length === 0 || !xs.every(isTensor))
      throw new ArgumentError(
        `${name} takes a tuple of tensors, such as fanout and parallel give, but was given ` +
          `${isTensor(xs) ? 'one tensor' : 'something else'}. To join what several layers give on one input, use concat.`,
      )
    const axis = 1 + axisIn(name, along, xs[0])
    for (const x of xs) requireAlike(name, axis, xs[0], x)
    return joined({ axis })(xs as readonly Tensor[]) as never
  })
}
