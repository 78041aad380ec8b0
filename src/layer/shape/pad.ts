/**
 * More around each example.
 *
 * @module
 */
import { concat } from '../../primitive/movement/concat.ts'
import { pad as padTensor, slice } from '../../primitive/movement/pad.ts'
import type { Add } from '../../tensor/arithmetic.ts'
import { needs, showValue, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import { isList } from '../../tensor/stranger.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Mismatch, TypeFunction } from '../type/typeFunction.ts'
import { type Examples, exampleOf, nameOf, showList } from './exampleAxes.ts'
import type { IsOpen, Under, UnknownSizes } from './exampleTypes.ts'

/**
 * How many are put before and behind an axis: one number for both sides, or one for each.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export type Sides = number | readonly [before: number, after: number]

/**
 * Gives each example with more around it.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export interface Filled<Padding extends readonly Sides[]> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? Under<
        N,
        IsOpen<R> extends true ? number[] : IsOpen<Padding> extends true ? UnknownSizes<R> : Fill<R, Padding>
      >
    : Tensor<[number, ...number[]]>
}

type Fill<
  R extends Shape,
  Padding extends readonly unknown[],
  Done extends Shape = [],
> = Padding extends readonly [infer P, ...infer Ps]
  ? R extends readonly [infer H extends number, ...infer T extends Shape]
    ? Fill<T, Ps, [...Done, More<H, P>]>
    : Mismatch<`pads more axes than examples have, which is ${Done['length']}`>
  : [...Done, ...R]

type More<N extends number, P> = P extends number
  ? Add<N, Add<P, P>>
  : P extends readonly [infer Before extends number, infer After extends number]
    ? Add<N, Add<Before, After>>
    : number

/**
 * What examples are padded with.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export interface PadOptions {
  /**
   * What is put around them. Defaults to 0.
   *
   * @default 0
   */
  readonly value?: number
}

const sidesOf = (name: string, sides: Sides): readonly [before: number, after: number] => {
  const both = (isList(sides) ? sides : [sides, sides]) as readonly number[]
  const [before, after] = both
  if (both.length !== 2 || ![before, after].every(n => Number.isSafeInteger(n) && (n as number) >= 0))
    throw new ArgumentError(
      `${name} needs for each axis of an example an integer, not below 0, or two of them for [before, after], but was given ` +
        `${isList(sides) ? showList(sides) : showValue(sides)}. To cut off, use slice.`,
    )
  return [before as number, after as number]
}

/** A tensor with so many copies of a value before and behind each axis. */
const surrounded = (x: Tensor, sides: readonly (readonly [number, number])[], value: number): Tensor =>
  sides.reduce((y, counts, axis) => {
    const [before, after] = counts.map(n => full(y.shape.with(axis, n), value, y.dtype))
    return counts.every(n => n === 0) ? y : (concat(axis)(before as Tensor, y, after as Tensor) as Tensor)
  }, x)

/**
 * Zeros, or another value, around each example: for each of its axes, in order, how many before and behind, as one number for both
 * sides or as `[before, after]`; axes behind the last one named stay. The first axis of all is the batch and stays:
 * `pad([0, 2, 2])` puts a frame of two around images [batch, channels, height, width].
 *
 * Takes [batch, a, b, ...] and gives [batch, a', b', ...], where `a'` is `before + a + after`; where all is literal, the compiler
 * adds. The pullback cuts the frame off.
 *
 * @throws ShapeError if an example has fewer axes.
 * @throws ArgumentError unless all are integers, not below 0, and the value is a number.
 *
 * @example
 * import { compose, conv1d, maxPool2d, pad } from 'pullback'
 * const causal = compose(pad([0, [2, 0]]), conv1d(8, 8, 3)) // sees the present and the past only
 * const shifted = compose(pad([0, [0, 1], [0, 1]], { value: -Infinity }), maxPool2d(2))
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export const pad = takes(
  'pad',
  { padding: needs.perAxis, options: needs.options({ value: needs.number }) },
  () => padUnchecked,
)

const padUnchecked = <const Padding extends readonly Sides[]>(
  padding: Padding,
  { value = 0 }: PadOptions = {},
): Layer<Examples, Filled<Padding>, Empty> => {
  const name = nameOf('pad', padding)
  const given = Array.from(padding, sides => sidesOf(name, sides))
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new ArgumentError(`${name} needs a number for the value, but was given ${value}.`)
  return withoutParams(value === 0 ? name : `${name} with ${value}`, (x: Examples) => {
    const example = exampleOf(name, x, padding.length)
    const sides = [[0, 0] as const, ...example.map((_, axis) => given[axis] ?? ([0, 0] as const))]
    const before = sides.map(([n]) => n)
    const after = sides.map(([, n]) => n)
    return [
      value === 0 ? padTensor(before, after)(x as Tensor) : surrounded(x as Tensor, sides, value),
      (dy: Tensor) => slice(before, x.shape)(dy),
    ]
  })
}
