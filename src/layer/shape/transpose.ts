/**
 * The axes of each example in another order.
 *
 * @module
 */
import { transpose as transposeTensor } from '../../primitive/movement/transpose.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Mismatch, TypeFunction } from '../type/typeFunction.ts'
import { axisIn, type Examples, exampleOf, requireAxis } from './exampleAxes.ts'
import type { AxisOf, IsOpen, NoSuchAxis, SizeAt, Under } from './exampleTypes.ts'

/**
 * Gives the axes of each example in another order.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export interface Transposed<Axes extends readonly number[]> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? Under<N, Permuted<R, Axes>>
    : Tensor<[number, ...number[]]>
}

type Permuted<R extends Shape, Axes extends readonly number[]> =
  IsOpen<Axes> extends true
    ? number[]
    : IsOpen<R> extends true
      ? { -readonly [I in keyof Axes]: number }
      : R['length'] extends Axes['length']
        ? { -readonly [I in keyof Axes]: SizeAt<R, Axes[I]> }
        : Mismatch<`puts ${Axes['length']} axes of each example into another order, but examples have ${R['length']}`>

/**
 * Gives all axes of each example in reverse.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export interface Reversed extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? IsOpen<R> extends true
      ? Tensor<[N, ...number[]]>
      : Tensor<[N, ...Backwards<R>]>
    : Tensor<[number, ...number[]]>
}

type Backwards<R extends Shape> = R extends readonly [infer H extends number, ...infer T extends Shape]
  ? [...Backwards<T>, H]
  : []

/**
 * Gives each example with two of its axes exchanged.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export interface Exchanged<A extends number, B extends number> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? IsOpen<R> extends true
      ? Tensor<[N, ...number[]]>
      : Under<N, Exchange<R, AxisOf<A, R['length']>, AxisOf<B, R['length']>>>
    : Tensor<[number, ...number[]]>
}

type Exchange<R extends Shape, A extends number, B extends number> = [A] extends [never]
  ? NoSuchAxis<R>
  : [B] extends [never]
    ? NoSuchAxis<R>
    : number extends A | B
      ? { -readonly [I in keyof R]: number }
      : `${A}` extends keyof R
        ? `${B}` extends keyof R
          ? {
              -readonly [I in keyof R]: I extends `${A}`
                ? SizeAt<R, B>
                : I extends `${B}`
                  ? SizeAt<R, A>
                  : R[I]
            }
          : NoSuchAxis<R>
        : NoSuchAxis<R>

/** A layer that puts the axes of each example into the order that it finds for an input. */
const moved = <B>(name: string, orderFor: (x: Examples) => readonly number[]): Layer<Examples, B, Empty> =>
  withoutParams(name, (x: Examples) => {
    const axes = [0, ...orderFor(x).map(axis => axis + 1)]
    return [
      transposeTensor(axes)(x) as Tensor,
      (dy: Tensor) => transposeTensor(axes.map((_, axis) => axes.indexOf(axis)))(dy) as Tensor,
    ]
  })

/**
 * The axes of each example in another order: axis `i` of what comes out is axis `axes[i]` of what went in. Axes are counted
 * within one example, from 0; the first axis of all is the batch and stays. Given two numbers, it exchanges these two axes, and
 * negative ones count from the end; given nothing, all axes come in reverse.
 *
 * Takes [batch, a, b, ...] and gives [batch, ...] with the sizes in the new order. The pullback puts them back.
 *
 * @throws ShapeError if an example has not as many axes.
 * @throws ArgumentError unless each axis is there once.
 *
 * @example
 * import { compose, conv1d, transpose } from 'pullback'
 * const overTime = compose(transpose([1, 0]), conv1d(8, 16, 3)) // [batch, time, 8] to [batch, 8, time]
 * const same = compose(transpose(-1, -2), conv1d(8, 16, 3))
 * const channelsFirst = transpose([2, 0, 1]) // [batch, height, width, channels] to [batch, channels, height, width]
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export const transpose = takes(
  'transpose',
  { axes: needs.optional(needs.either(needs.number, needs.numbers)), other: needs.optional(needs.number) },
  () => transposeUnchecked,
)

function transposeUnchecked(): Layer<Examples, Reversed, Empty>
function transposeUnchecked<const Axes extends readonly number[]>(
  axes: Axes,
): Layer<Examples, Transposed<Axes>, Empty>
function transposeUnchecked<A extends number, B extends number>(
  one: A,
  other: B,
): Layer<Examples, Exchanged<A, B>, Empty>
function transposeUnchecked(
  axes?: readonly number[] | number,
  other?: number,
): Layer<Examples, unknown, Empty> {
  if (axes === undefined)
    return moved('transpose', x =>
      exampleOf('transpose', x, 0).map((_, axis, { length }) => length - 1 - axis),
    )
  return typeof axes === 'number' ? exchanged(axes, other) : permuted(axes)
}

const permuted = (axes: readonly number[]): Layer<Examples, unknown, Empty> => {
  const name = `transpose(${showShape(axes)})`
  if (axes.some((_, axis) => !axes.includes(axis)))
    throw new ArgumentError(
      `transpose needs each axis of an example once, from 0 to ${axes.length - 1} for ${axes.length} of them, but was given ` +
        `${showShape(axes)}. The batch is not among them, and stays.`,
    )
  return moved(name, x => {
    exampleOf(name, x, axes.length, axes.length)
    return axes
  })
}

const exchanged = (one: number, other: number | undefined): Layer<Examples, unknown, Empty> => {
  if (other === undefined)
    throw new ArgumentError(
      `transpose needs two axes to exchange, or all of them in an array, but was given ${one} only.`,
    )
  const name = `transpose(${one}, ${other})`
  requireAxis('transpose', one)
  requireAxis('transpose', other)
  return moved(name, x => {
    const [a, b] = [axisIn(name, one, x), axisIn(name, other, x)]
    return exampleOf(name, x, 0).map((_, axis) => (axis === a ? b : axis === b ? a : axis))
  })
}
