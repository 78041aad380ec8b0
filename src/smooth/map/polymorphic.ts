/**
 * Smooth maps of many types: what they take, and what they give as a function of that. `sin` takes a tensor of any shape and keeps
 * it, and so does what is composed of such maps.
 *
 * @module
 */
import type { Fits, Nth, Words } from '../../tensor/fits.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Apply, Mismatch, TypeFunction } from '../../tensor/typeFunction.ts'
import type { Smooth } from './smooth.ts'

// -------------------------------------------------------------------------------------
// maps
// -------------------------------------------------------------------------------------

declare const types: unique symbol

/** What a map of many types takes, `A`, and what it gives: a type, or a type function of the input's type. */
export interface Described<A, B> {
  readonly [types]: { readonly takes: A; readonly gives: B }
}

/**
 * A function on tensors of any shape that keeps the shape, with its pullback.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Elementwise = <S extends Shape>(x: Tensor<S>) => ReturnType<Smooth<Tensor<S>, Tensor<S>>>

/**
 * A function on pairs of tensors of one shape, which it keeps, with its pullback.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Pairwise = <S extends Shape>(
  pair: readonly [Tensor<S>, Tensor<S>],
) => ReturnType<Smooth<readonly [Tensor<S>, Tensor<S>], Tensor<S>>>

/**
 * A smooth map on tensors of any shape that keeps the shape.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface ElementwiseMap extends Described<Tensor, Same> {
  <S extends Shape>(x: Tensor<S>): ReturnType<Smooth<Tensor<S>, Tensor<S>>>
}

/**
 * A smooth map on pairs of tensors of one shape, which it keeps.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface PairwiseMap extends Described<readonly [Tensor, Tensor], OfOneShape> {
  <S extends Shape>(
    pair: readonly [Tensor<S>, Tensor<S>],
  ): ReturnType<Smooth<readonly [Tensor<S>, Tensor<S>], Tensor<S>>>
}

/**
 * A smooth map on everything that is an `A`; of an `X` it gives what `B` says.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface Polymorphic<A, B> extends Described<A, B> {
  <const X extends A>(x: X): ReturnType<Smooth<X, Apply<B, X>>>
}

/** Any smooth map. */
// What it takes is looked at where maps are put together; here every one has to fit.
// biome-ignore lint/suspicious/noExplicitAny: a constraint that holds for smooth maps of all types
export type AnySmooth = (a: any) => readonly [any, (db: never) => any]

/** What a smooth map takes. */
export type TakesOf<F> =
  F extends Described<infer A, unknown> ? A : F extends (a: infer A) => unknown ? A : never

/** What a smooth map gives: a type, or a type function of the input's type. */
export type GivesOf<F> =
  F extends Described<unknown, infer B>
    ? B
    : F extends (a: never) => readonly [infer B, ...(readonly unknown[])]
      ? B
      : never

// -------------------------------------------------------------------------------------
// what they give
// -------------------------------------------------------------------------------------

/** Gives the type that it is given. */
export interface Same extends TypeFunction {
  readonly output: this['input']
}

/** Gives the type of both tensors of a pair. */
export interface OfOneShape extends TypeFunction {
  readonly output: this['input'] extends readonly [infer X, infer Y]
    ? Fits<X, Y> extends true
      ? X
      : Mismatch<`takes two tensors of one shape, but is given ${Words<X>} and ${Words<Y>}`>
    : never
}

/** Gives a matrix with rows and columns exchanged. */
export interface Exchanged extends TypeFunction {
  readonly output: this['input'] extends Tensor<readonly [infer M extends number, infer N extends number]>
    ? Tensor<[N, M]>
    : Tensor<[number, number]>
}

/** Gives the pair of what each gives on the one input. */
export interface FromBoth<B, C> extends TypeFunction {
  readonly output: readonly [Apply<B, this['input']>, Apply<C, this['input']>]
}

/** Gives the pair of what each gives on its part of a pair. */
export interface SideBySide<B, C> extends TypeFunction {
  readonly output: this['input'] extends readonly [infer X, infer Y]
    ? readonly [Apply<B, X>, Apply<C, Y>]
    : never
}

/** Gives what the functions `Bs` give one after the other. */
export interface Steps<Bs extends readonly unknown[]> extends TypeFunction {
  readonly output: ApplyAll<Bs, this['input']>
}

type ApplyAll<Bs extends readonly unknown[], X> = Bs extends readonly [infer B, ...infer R]
  ? ApplyAll<R, Apply<B, X>>
  : X

// -------------------------------------------------------------------------------------
// composition
// -------------------------------------------------------------------------------------

/** Walks along the maps with the type that flows; the first that does not fit is replaced by a sentence. */
type Check<Fs extends readonly unknown[], X, Done extends readonly unknown[]> = Fs extends readonly [
  infer F,
  ...infer R,
]
  ? Fits<X, TakesOf<F>> extends true
    ? F extends Described<unknown, infer B>
      ? Apply<B, X> extends infer Y
        ? Y extends Mismatch<infer Sentence>
          ? [...Done, `the ${Nth<Done>} map ${Sentence}`, ...R]
          : Check<R, Y, [...Done, F]>
        : never
      : Check<R, GivesOf<F>, [...Done, F]>
    : [
        ...Done,
        `the ${Nth<Done>} map takes ${Words<TakesOf<F>>}, but the ${Before<Done>} gives ${Words<X>}`,
        ...R,
      ]
  : // From where only running tells how many maps there are, it tells whether they fit, too.
    number extends Fs['length']
    ? [...Done, ...Fs]
    : Done

type Before<Done extends readonly unknown[]> = Done extends readonly [unknown, ...infer Earlier]
  ? Nth<Earlier>
  : 'input'

type Fitting<Fs extends readonly unknown[]> = Check<Fs, TakesOf<Fs[0]>, []>

type At<T, I> = I extends keyof T ? T[I] : unknown

/** The maps as the parameters of `compose`: what fits stays as it is, what does not must be the sentence. */
export type Checked<Fs extends readonly unknown[]> = {
  [I in keyof Fs]: Fs[I] extends At<Fitting<Fs>, I> ? Fs[I] : At<Fitting<Fs>, I>
}

/** The same, and one map where there is none. */
export type AtLeastOne<Fs extends readonly unknown[]> = Fs extends readonly []
  ? [first: AnySmooth]
  : Checked<Fs>

type GivesOfAll<Fs extends readonly unknown[]> = { readonly [I in keyof Fs]: GivesOf<Fs[I]> }

/** What maps give one after the other; of a list, what its maps give. */
type Last<Fs extends readonly unknown[], X> = Fs extends readonly [infer F, ...infer R]
  ? Last<R, F extends Described<unknown, infer B> ? Apply<B, X> : GivesOf<F>>
  : number extends Fs['length']
    ? GivesOf<Fs[number]>
    : X

// A shape that no tensor has: where it comes out again, the shape is kept, whichever it is.
type Mark = Tensor<readonly [-1, -2, -3]>

/** A map of many types, as simple as it can be said. */
export type Simplified<A, B> = Tensor extends A
  ? Apply<B, Mark> extends Mark
    ? ElementwiseMap
    : Polymorphic<A, B>
  : readonly [Tensor, Tensor] extends A
    ? Apply<B, readonly [Mark, Mark]> extends Mark
      ? PairwiseMap
      : Polymorphic<A, B>
    : Polymorphic<A, B>

/** Maps from left to right as one. */
export type Composed<Fs extends readonly unknown[]> = Fs extends readonly [infer F]
  ? F
  : Fs extends readonly [Described<infer A, unknown>, ...unknown[]]
    ? Simplified<A, Steps<GivesOfAll<Fs>>>
    : Smooth<TakesOf<Fs[0]>, Last<Fs, TakesOf<Fs[0]>>>
