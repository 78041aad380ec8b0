/**
 * Windows that slide over images, in types: how many there are, where all sizes are literal.
 *
 * @module
 */
import type { Add, Multiply, Quotient, Remainder, Subtract } from '../../tensor/arithmetic.ts'
import type { Kind } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Mismatch, TypeFunction } from '../type/typeFunction.ts'
import type { Unknown } from './options.ts'

/**
 * One number for height and width, or one for each.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export type Size = number | readonly [height: number, width: number]

/**
 * One number for depth, height and width, or one for each.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export type VolumeSize = number | readonly [depth: number, height: number, width: number]

/**
 * A batch of images: [batch, channels, height, width].
 *
 * @category Types of layers
 * @since 0.1.0
 */
export type Images<C extends number = number> = Tensor<[number, C, number, number]>

/**
 * A batch of volumes: [batch, channels, depth, height, width].
 *
 * @category Types of layers
 * @since 0.1.0
 */
export type Volumes<C extends number = number> = Tensor<[number, C, number, number, number]>

/** The axes of what windows slide over, each by its place. */
export type Axis = 0 | 1 | 2

/** What an axis of a window is: its size, stride, padding and dilation. */
export type WindowAxis = readonly [size: number, stride: number, padding: number, dilation: number]

/** A size along an axis: of images height (0) or width (1), of volumes depth, height or width. */
export type Along<S, A extends Axis> = S extends number ? S : S extends readonly number[] ? S[A] : number

/** An option along an axis, or its default where it is not given; `number` where that is not known. */
export type OptionAlong<
  Options,
  Name extends string,
  A extends Axis,
  Default extends number,
> = Name extends keyof Options
  ? undefined extends Options[Name]
    ? number
    : Along<Options[Name], A>
  : Default

/** The same list of numbers, computed: so that editors show `[3, 1, 0, 1]`, not from what it comes. */
export type Computed<A extends WindowAxis> = A extends infer B extends WindowAxis ? B : never

/** How far a window reaches. */
type Span<A extends WindowAxis> = A[3] extends 1 ? A[0] : Add<Multiply<A[3], Subtract<A[0], 1>>, 1>

/** An axis with its padding. */
type Padded<N extends number, A extends WindowAxis> = A[2] extends 0 ? N : Add<N, Multiply<2, A[2]>>

/** How many windows there are along an axis; `never` if not even one fits. */
type WindowsAlong<N extends number, A extends WindowAxis> =
  Subtract<Padded<N, A>, Span<A>> extends infer R extends number
    ? [R] extends [never]
      ? never
      : Add<Quotient<R, A[1]>, 1>
    : never

/**
 * Gives `O` channels of as many rows and columns as there are windows, and the channels it is given if `O` is null.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Windowed<O extends number | null, H extends WindowAxis, W extends WindowAxis>
  extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, infer C extends number, infer R extends number, infer S extends number],
    Kind
  >
    ? WindowedImages<N, O extends number ? O : C, R, S, H, W, WindowsAlong<R, H>, WindowsAlong<S, W>>
    : Images<O extends number ? O : number>
}

/**
 * Gives sequences of `O` channels, as long as there are windows, and of the channels it is given if `O` is null.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface WindowedSequence<O extends number | null, A extends WindowAxis> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, infer C extends number, infer L extends number],
    Kind
  >
    ? [WindowsAlong<L, A>] extends [never]
      ? Mismatch<`slides a window of ${Span<A>} along a sequence of ${Padded<L, A>}, padding included: the window is longer`>
      : Tensor<[N, O extends number ? O : C, WindowsAlong<L, A>]>
    : Tensor<[number, O extends number ? O : number, number]>
}

/**
 * Gives `O` channels of as many windows as there are along depth, height and width, and the channels it is given if `O` is null.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface WindowedVolume<
  O extends number | null,
  D extends WindowAxis,
  H extends WindowAxis,
  W extends WindowAxis,
> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [
      infer N extends number,
      infer C extends number,
      infer P extends number,
      infer R extends number,
      infer S extends number,
    ],
    Kind
  >
    ? WindowedVolumes<
        N,
        O extends number ? O : C,
        [WindowsAlong<P, D>, WindowsAlong<R, H>, WindowsAlong<S, W>],
        `${Span<D>} by ${Span<H>} by ${Span<W>} over a volume of ${Padded<P, D>} by ${Padded<R, H>} by ${Padded<S, W>}`
      >
    : Volumes<O extends number ? O : number>
}

type WindowedVolumes<N extends number, C extends number, Windows extends Shape, Said extends string> =
  HasNever<Windows> extends true
    ? Mismatch<`slides a window of ${Said}, padding included: the window is larger`>
    : Tensor<[N, C, ...Windows]>

type HasNever<T extends readonly unknown[]> = T extends readonly [infer H, ...infer R]
  ? [H] extends [never]
    ? true
    : HasNever<R>
  : false

/** What an axis of a spread kernel is: a window's, and what is added at its end. */
export type SpreadAxis = readonly [...WindowAxis, outputPadding: number]

/**
 * Gives `O` channels of as many rows and columns as windows come from.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Spread<O extends number, H extends SpreadAxis, W extends SpreadAxis> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, number, infer R extends number, infer S extends number],
    Kind
  >
    ? Tensor<[N, O, SpreadAlong<R, H>, SpreadAlong<S, W>]>
    : Images<O>
}

/** `(n - 1) · stride - 2 · padding + span + outputPadding`. */
type SpreadAlong<N extends number, A extends SpreadAxis> =
  Subtract<
    Add<Multiply<Subtract<N, 1>, A[1]>, Add<Span<readonly [A[0], A[1], A[2], A[3]]>, A[4]>>,
    Multiply<2, A[2]>
  > extends infer R extends number
    ? [R] extends [never]
      ? number
      : R
    : number

/**
 * Gives each row and column as many times as the factors say.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Upsampled<H extends number, W extends number> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, infer C extends number, infer R extends number, infer S extends number],
    Kind
  >
    ? Tensor<[N, C, Multiply<R, H>, Multiply<S, W>]>
    : Images
}

/**
 * Gives as many places along each axis as it says, of the channels that it is given.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Resized<S extends Shape> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, infer C extends number, ...Shape],
    Kind
  >
    ? Tensor<[N, C, ...S]>
    : Tensor<[number, number, ...S]>
}

/**
 * Gives one number for each channel.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface PerChannel extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, infer C extends number, ...Shape],
    Kind
  >
    ? Tensor<[N, C]>
    : Tensor<[number, number]>
}

type WindowedImages<
  N extends number,
  C extends number,
  R extends number,
  S extends number,
  H extends WindowAxis,
  W extends WindowAxis,
  Rows extends number,
  Columns extends number,
> = [Rows] extends [never]
  ? Larger<R, S, H, W>
  : [Columns] extends [never]
    ? Larger<R, S, H, W>
    : Tensor<[N, C, Rows, Columns]>

type Larger<
  R extends number,
  S extends number,
  H extends WindowAxis,
  W extends WindowAxis,
> = Mismatch<`slides a window of ${Span<H>} by ${Span<W>} over an image of ${Padded<R, H>} by ${Padded<S, W>}, padding included: the window is larger`>

/** Channels of the images that each group of outputs sees. */
export type PerGroup<C extends number, Options> = 'groups' extends keyof Options
  ? Options['groups' & keyof Options] extends infer G extends number
    ? G extends C
      ? 1
      : Quotient<C, G>
    : number
  : C

/** Options, with a sentence in the place of groups that do not divide the channels, and of each that there is not among `All`. */
export type Grouped<I extends number, O extends number, Options, All> = {
  readonly [Name in keyof Options]: Name extends 'groups'
    ? Dividing<I, O, Options[Name]> extends true
      ? Options[Name]
      : Dividing<I, O, Options[Name]>
    : Name extends keyof All
      ? Options[Name]
      : Unknown<Name>
}

type Dividing<I extends number, O extends number, G> = G extends number
  ? Undivided<I, G> extends true
    ? `${G} groups do not divide ${I} inputs`
    : Undivided<O, G> extends true
      ? `${G} groups do not divide ${O} outputs`
      : true
  : true

type Undivided<C extends number, G extends number> = number extends C | G
  ? false
  : G extends C
    ? false
    : Remainder<C, G> extends infer R extends number
      ? number extends R
        ? false
        : R extends 0
          ? false
          : true
      : false
