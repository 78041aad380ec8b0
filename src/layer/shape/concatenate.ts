/**
 * The parts of a tuple, joined.
 *
 * @module
 */
import { Concat } from '../../primitive/movement/concat.ts'
import { fromPrimitive } from '../../smooth/map/fromPrimitive.ts'
import type { Add } from '../../tensor/arithmetic.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import type { Fits, Words } from '../../tensor/fits.ts'
import { type Shape, sameShape, showShape } from '../../tensor/shape.ts'
import { isTensor, type Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Mismatch, TypeFunction } from '../type/typeFunction.ts'
import { axisIn, type Examples, requireAxis } from './exampleAxes.ts'
import type { AxisOf, IsOpen, NoSuchAxis, SizeAt, UnknownSizes } from './exampleTypes.ts'

/**
 * Gives the parts of a tuple one after the other, along an axis of each example.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export interface Concatenated<Axis extends number> extends TypeFunction {
  readonly output: this['input'] extends readonly [infer H, ...infer R] ? JoinAll<H, R, Axis> : Tensor
}

type JoinAll<H, Rest extends readonly unknown[], Axis extends number> = Rest extends readonly [
  infer X,
  ...infer R,
]
  ? Join<H, X, Axis> extends infer Y
    ? Y extends Mismatch<string>
      ? Y
      : JoinAll<Y, R, Axis>
    : never
  : Rest extends readonly []
    ? H
    : Tensor<[number, ...number[]]>

type Join<X, Y, Axis extends number> = [X, Y] extends [
  Tensor<readonly [infer N extends number, ...infer R extends Shape], Kind>,
  Tensor<readonly [number, ...infer S extends Shape], Kind>,
]
  ? IsOpen<R> extends true
    ? JoinLast<X, Y, Axis>
    : IsOpen<S> extends true
      ? Tensor<[N, ...UnknownSizes<R>]>
      : number extends AxisOf<Axis, R['length']>
        ? Tensor<[N, ...UnknownSizes<R>]>
        : `${AxisOf<Axis, R['length']>}` extends keyof R
          ? Fits<
              Tensor<Except<R, AxisOf<Axis, R['length']>>>,
              Tensor<Except<S, AxisOf<Axis, R['length']>>>
            > extends true
            ? Tensor<[N, ...JoinAt<R, S, AxisOf<Axis, R['length']>>]>
            : Mismatch<`joins along axis ${Axis} of each example what differs elsewhere: ${Words<X>} and ${Words<Y>}`>
          : NoSuchAxis<R>
  : JoinLast<X, Y, Axis>

/** Leading axes that are not known, joined along the last one. */
type JoinLast<X, Y, Axis extends number> = Axis extends -1
  ? [X, Y] extends [
      Tensor<readonly [...infer L extends Shape, infer M extends number], Kind>,
      Tensor<readonly [...Shape, infer N extends number], Kind>,
    ]
    ? Tensor<[...L, Add<M, N>]>
    : Tensor<[number, ...number[]]>
  : Tensor<[number, ...number[]]>

/** A shape with one axis left open. */
type Except<R extends Shape, Axis extends number> = {
  -readonly [I in keyof R]: I extends `${Axis}` ? number : R[I]
}

type JoinAt<R extends Shape, S extends Shape, Axis extends number> = {
  -readonly [I in keyof R]: I extends `${Axis}` ? Add<R[I], SizeAt<S, Axis>> : R[I]
}

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
 * images, and -1, the default, the last one. `compose(fanout(f, g), concatenate())` is `concat(f, g)`.
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
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export const concatenate = takes(
  'concatenate',
  { axis: needs.optional(needs.number) },
  () => concatenateUnchecked,
)

const concatenateUnchecked = <const Axis extends number = -1>(
  axis?: Axis,
): Layer<readonly [Examples, ...Examples[]], Concatenated<Axis>, Empty> => {
  const along = axis ?? -1
  requireAxis('concatenate', along)
  const name = `concatenate(${along})`
  return withoutParams(
    name,
    (xs: readonly [Examples, ...Examples[]]) => {
      if (!Array.isArray(xs) || xs.length === 0 || !Array.from(xs).every(isTensor))
        throw new ArgumentError(
          `${name} takes a tuple of tensors, such as fanout and parallel give, but was given ` +
            `${isTensor(xs) ? 'one tensor' : 'something else'}. To join what several layers give on one input, use concat.`,
        )
      const axis = 1 + axisIn(name, along, xs[0])
      for (const x of xs) requireAlike(name, axis, xs[0], x)
      return joined({ axis })(xs as readonly Tensor[])
    },
    'anything',
  )
}
