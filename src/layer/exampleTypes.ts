/**
 * Layers that move, cut, fill and join the axes of examples, in types: the sizes that come out, where all is literal.
 *
 * @module
 */
import type { Add, Quotient, Subtract } from '../tensor/arithmetic.ts'
import type { Kind } from '../tensor/dtype.ts'
import type { Shape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Fits, Words } from './fits.ts'
import type { Mismatch, TypeFunction } from './typeFunction.ts'

/** A batch of examples of the shape that something gives, or the sentence that it gives instead. */
type Under<N extends number, Found> = Found extends Shape ? Tensor<[N, ...Found]> : Found

/** Whether not even the number of axes is known. */
type IsOpen<S extends readonly unknown[]> = number extends S['length'] ? true : false

/** The place of an axis that may be counted from the end. */
type AxisOf<Axis extends number, Rank extends number> = number extends Axis
  ? number
  : `${Axis}` extends `-${infer M extends number}`
    ? Subtract<Rank, M>
    : Axis

/** The size of an axis. */
type At<S extends Shape, Axis> = number extends Axis ? number : S[Axis & keyof S] & number

// -------------------------------------------------------------------------------------
// moved
// -------------------------------------------------------------------------------------

/** Gives the axes of each example in another order. */
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
        ? { -readonly [I in keyof Axes]: At<R, Axes[I]> }
        : Mismatch<`puts ${Axes['length']} axes of each example into another order, but examples have ${R['length']}`>

/** Gives all axes of each example in reverse. */
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

/** Gives each example with two of its axes exchanged. */
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
          ? { -readonly [I in keyof R]: I extends `${A}` ? At<R, B> : I extends `${B}` ? At<R, A> : R[I] }
          : NoSuchAxis<R>
        : NoSuchAxis<R>

type NoSuchAxis<R extends Shape> =
  Mismatch<`is asked for an axis that examples of ${R['length']} axes do not have`>

// -------------------------------------------------------------------------------------
// cut and filled
// -------------------------------------------------------------------------------------

/** What is taken along an axis: from a start up to, not including, an end, and every so many-th of it. */
export type AxisRange = readonly [
  start?: number | undefined,
  end?: number | undefined,
  step?: number | undefined,
]

/** Gives a range of each axis of each example. */
export interface Sliced<Ranges extends readonly AxisRange[]> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? Under<N, IsOpen<R> extends true ? number[] : IsOpen<Ranges> extends true ? Unknown<R> : Cut<R, Ranges>>
    : Tensor<[number, ...number[]]>
}

type Unknown<R extends Shape> = { -readonly [I in keyof R]: number }

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

/** How many are put before and behind an axis: one number for both sides, or one for each. */
export type Sides = number | readonly [before: number, after: number]

/** Gives each example with more around it. */
export interface Filled<Padding extends readonly Sides[]> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? Under<
        N,
        IsOpen<R> extends true ? number[] : IsOpen<Padding> extends true ? Unknown<R> : Fill<R, Padding>
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

// -------------------------------------------------------------------------------------
// joined
// -------------------------------------------------------------------------------------

/** Gives the parts of a tuple one after the other, along an axis of each example. */
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
      ? Tensor<[N, ...Unknown<R>]>
      : number extends AxisOf<Axis, R['length']>
        ? Tensor<[N, ...Unknown<R>]>
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
  -readonly [I in keyof R]: I extends `${Axis}` ? Add<R[I], At<S, Axis>> : R[I]
}
