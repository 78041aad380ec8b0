/**
 * A part of each example.
 *
 * @module
 */

import { pad, slice as sliceTensor } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import type { Add, Quotient, Subtract } from '../../tensor/arithmetic.ts'
import { needs, showValue, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { isList } from '../../tensor/stranger.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Mismatch, TypeFunction } from '../type/typeFunction.ts'
import { type Examples, exampleOf, nameOf, showList } from './exampleAxes.ts'
import type { AxisOf, IsOpen, Under, UnknownSizes } from './exampleTypes.ts'

/**
 * What is taken along an axis: from a start up to, not including, an end, and every so many-th of it.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export type AxisRange = readonly [
  start?: number | undefined,
  end?: number | undefined,
  step?: number | undefined,
]

/**
 * Gives a range of each axis of each example.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export interface Sliced<Ranges extends readonly AxisRange[]> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? Under<
        N,
        IsOpen<R> extends true ? number[] : IsOpen<Ranges> extends true ? UnknownSizes<R> : Cut<R, Ranges>
      >
    : Tensor<[number, ...number[]]>
}

type Cut<
  R extends Shape,
  Ranges extends readonly unknown[],
  Done extends Shape = [],
> = Ranges extends readonly [infer Q, ...infer Qs]
  ? R extends readonly [infer H extends number, ...infer T extends Shape]
    ? Taken<H, Edge<H, Q, '0', 0>, Edge<H, Q, '1', H>, Step<Q>> extends infer Count
      ? [Count] extends [never]
        ? Mismatch<`takes a range that is not within an axis of ${H}, or empty`>
        : Cut<T, Qs, [...Done, Count & number]>
      : never
    : Mismatch<`takes ranges of more axes than examples have, which is ${Done['length']}`>
  : [...Done, ...R]

/** Where a range begins or ends: `never` if that is before the first element. */
type Edge<N extends number, Q, I extends '0' | '1', Default extends number> = I extends keyof Q
  ? Q[I] extends number
    ? AxisOf<Q[I], N>
    : Q[I] extends undefined
      ? Default
      : number
  : number extends Length<Q>
    ? number
    : Default

type Step<Q> = '2' extends keyof Q
  ? Q['2'] extends number
    ? Q['2']
    : number
  : number extends Length<Q>
    ? number
    : 1

type Length<Q> = Q extends readonly unknown[] ? Q['length'] : number

/** How many are taken from a start to an end: `never` if none, or if it leaves the axis. */
type Taken<N extends number, Start extends number, End extends number, Step extends number> = [
  Start,
] extends [never]
  ? never
  : [End] extends [never]
    ? never
    : [Subtract<N, End>] extends [never]
      ? never
      : Subtract<End, Start> extends infer Extent extends number
        ? [Extent] extends [never]
          ? never
          : Extent extends 0
            ? never
            : Step extends 1
              ? Extent
              : Add<Quotient<Subtract<Extent, 1>, Step>, 1>
        : never

/** A range of an axis of known size: it takes `count` elements, `step` apart, from `start` on. */
interface Found {
  readonly start: number
  readonly count: number
  readonly step: number
}

const requireRange = (name: string, range: AxisRange): void => {
  const [start = 0, end, step = 1] = isList(range) ? (range as AxisRange) : [Number.NaN]
  if (![start, end ?? 0].every(Number.isSafeInteger) || range.length > 3)
    throw new ArgumentError(
      `${name} needs a range of integers [start, end, step] for each axis of an example, of which any may be left out ` +
        `([] is the whole axis), but was given ${isList(range) ? showList(range) : showValue(range)}.`,
    )
  if (!Number.isSafeInteger(step) || step < 1)
    throw new ArgumentError(`${name} needs a positive integer for a step, but was given ${step}.`)
  if (end !== undefined && start >= 0 === end >= 0 && end <= start)
    throw new ArgumentError(
      `${name} needs an end behind its start, but was given ${showList(range)}: it would take nothing.`,
    )
}

const findRange = (name: string, example: Shape, axis: number, range: AxisRange): Found => {
  const [start = 0, end, step = 1] = range
  const n = example[axis] as number
  const from = start < 0 ? n + start : start
  const to = end === undefined ? n : end < 0 ? n + end : end
  if (from < 0 || to > n || from >= to)
    throw new ShapeError(
      `${name} takes the range ${showList(range)} of axis ${axis} of each example, but was given examples of ${showShape(example)}: ` +
        `it ${from < to ? `leaves the axis, which has ${n}` : 'takes nothing there'}.`,
      [example],
      axis,
    )
  return { start: from, count: Math.ceil((to - from) / step), step }
}

const at = <T>(axes: Shape, value: T): readonly T[] => axes.map(() => value)

/** The first of every `step` elements along each axis, as a smooth map: whole steps apart, and then the first of each. */
const firstOfSteps = (
  shape: Shape,
  found: readonly Found[],
): readonly [(x: Tensor) => Tensor, (dy: Tensor) => Tensor] => {
  const apart = found.flatMap(({ count, step }) => [count, step])
  const first = found.flatMap(({ count }) => [count, 1])
  const last = found.flatMap(({ step }) => [0, step - 1])
  const counts = found.map(({ count }) => count)
  return [
    x => reshape(counts)(sliceTensor(at(first, 0), first)(reshape(apart)(x))),
    dy => reshape(shape)(pad(at(first, 0), last)(reshape(first)(dy))),
  ]
}

/**
 * A part of each example: for each of its axes, in order, a range `[start, end, step]`, from `start` up to, not including, `end`,
 * and every `step`-th of it. Any of the three may be left out, so that `[]` is the whole axis, as are all axes behind the last range;
 * negative starts and ends count from the end of the axis. The first axis of all is the batch and stays: `slice([[], [0, 4]])` is
 * what NumPy writes `x[:, :, 0:4]`.
 *
 * Takes [batch, a, b, ...] and gives [batch, a', b', ...], where `a'` is `⌈(end - start) / step⌉`; where all is literal, the
 * compiler computes it. The pullback puts cotangents back to where the elements were, among zeros.
 *
 * @throws ShapeError if a range leaves its axis or nothing is in it, or an example has fewer axes.
 * @throws ArgumentError unless all are integers, steps are positive, and ends are behind their starts.
 *
 * @example
 * import { compose, flatten, lstm, slice } from 'pullback'
 * const middle = slice([[], [4, 24], [4, 24]]) // of images [batch, channels, 28, 28]
 * const coarse = slice([[], [0, undefined, 2], [0, undefined, 2]])
 * const last = compose(lstm(8, 16), slice([[-1]]), flatten()) // the last of all times
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export const slice = takes('slice', { ranges: needs.perAxis }, () => sliceUnchecked)

const sliceUnchecked = <const Ranges extends readonly AxisRange[]>(
  ranges: Ranges,
): Layer<Examples, Sliced<Ranges>, Empty> => {
  const name = nameOf('slice', ranges)
  for (const range of ranges) requireRange(name, range)
  return withoutParams(name, (x: Examples) => {
    const example = exampleOf(name, x, ranges.length)
    const found: readonly Found[] = [
      { start: 0, count: x.shape[0], step: 1 },
      ...example.map((_, axis) => findRange(name, example, axis, ranges[axis] ?? [])),
    ]
    const starts = found.map(({ start }) => start)
    // Of the last step nothing but its first element may be there: then the rest of it is filled up.
    const whole = found.map(({ count, step }) => count * step)
    const sizes = whole.map((n, axis) => Math.min(n, (x.shape[axis] as number) - (starts[axis] as number)))
    const missing = whole.map((n, axis) => n - (sizes[axis] as number))
    const behind = x.shape.map((n, axis) => n - (starts[axis] as number) - (sizes[axis] as number))
    const none = at(whole, 0)
    const block = sliceTensor(starts, sizes)(x as Tensor)
    if (found.every(({ step }) => step === 1)) return [block, (dy: Tensor) => pad(starts, behind)(dy)]
    const [first, spread] = firstOfSteps(whole, found)
    return [
      first(missing.some(n => n > 0) ? pad(none, missing)(block) : block),
      (dy: Tensor) => pad(starts, behind)(sliceTensor(none, sizes)(spread(dy))),
    ]
  })
}
