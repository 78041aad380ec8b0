/**
 * The output type of a layer, as a function of its input type. A layer such as `relu()` gives whatever type it takes, and
 * `dense(784, 64)` gives what it takes with 64 on the last axis; a type function says so, and `compose` applies one after
 * the other.
 *
 * @module
 */
import type { Add, Product } from '../../tensor/arithmetic.ts'
import type { Kind } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Apply, Mismatch, TypeFunction } from '../../tensor/typeFunction.ts'

export type { Apply, Mismatch, TypeFunction } from '../../tensor/typeFunction.ts'

declare const form: unique symbol

/**
 * Gives the type that it is given.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Same extends TypeFunction {
  // Told apart by this alone: to compare what two functions give for an unknown input is more than compilers before 7 can do.
  readonly [form]: 'same'
  readonly output: this['input']
}

/**
 * Gives the type that it is given, with `N` on the last axis.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface LastAxis<N extends number> extends TypeFunction {
  readonly [form]: 'last'
  readonly output: this['input'] extends Tensor<infer S extends Shape, Kind>
    ? S extends readonly [...infer L extends Shape, number]
      ? Tensor<[...L, N]>
      : Tensor<[...number[], N]>
    : Tensor<[...number[], N]>
}

/**
 * Gives the type that it is given, with the last axis longer by `N`.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Longer<N extends number> extends TypeFunction {
  readonly output: this['input'] extends Tensor<infer S extends Shape, Kind>
    ? S extends readonly [...infer L extends Shape, infer M extends number]
      ? Tensor<[...L, Add<M, N>]>
      : Tensor<[...number[], number]>
    : Tensor
}

/**
 * Gives floats of the shape that it is given, with `N` as one more axis at the end.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Appended<N extends number> extends TypeFunction {
  readonly output: this['input'] extends Tensor<infer S extends Shape, Kind>
    ? Tensor<[...S, N]>
    : Tensor<[...number[], N]>
}

/**
 * Gives [batch, N] for [batch, time, ...].
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface WithoutTime<N extends number> extends TypeFunction {
  readonly output: this['input'] extends Tensor<readonly [infer B extends number, ...Shape], Kind>
    ? Tensor<[B, N]>
    : Tensor<[number, N]>
}

/**
 * Gives the type of the first part of the tuple that it is given.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface First extends TypeFunction {
  readonly output: this['input'] extends readonly [infer H, ...unknown[]] ? H : never
}

/**
 * Gives one row for each example: all axes but the first become one.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Flat extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? Tensor<[N, Product<R>]>
    : Tensor<[number, number]>
}

/**
 * Gives for each example the shape `S`, if it has as many elements as what is given.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Reshaped<S extends Shape> extends TypeFunction {
  readonly output: this['input'] extends Tensor<
    readonly [infer N extends number, ...infer R extends Shape],
    Kind
  >
    ? MayEqual<Product<R>, Product<S>> extends true
      ? Tensor<[N, ...S]>
      : Mismatch<`reshapes ${Product<R>} elements for each example to a shape of ${Product<S>}`>
    : Tensor<[number, ...S]>
}

type MayEqual<M extends number, N extends number> = number extends M
  ? true
  : number extends N
    ? true
    : M extends N
      ? true
      : false

/**
 * Gives for each example the shape `S`, whatever the sizes of the examples.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface ForEachExample<S extends Shape> extends TypeFunction {
  readonly output: this['input'] extends Tensor<readonly [infer N extends number, ...Shape], Kind>
    ? Tensor<[N, ...S]>
    : Tensor<[number, ...S]>
}

/**
 * Gives what the functions `Fs` give one after the other; `Y` is that for any input of the first, for who reads the type.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Through<Y, Fs extends readonly unknown[]> extends TypeFunction {
  readonly [form]: 'through'
  readonly typical: Y
  readonly output: ApplyAll<Fs, this['input']>
}

type ApplyAll<Fs extends readonly unknown[], X> = Fs extends readonly [infer F, ...infer R]
  ? ApplyAll<R, Apply<F, X>>
  : X

/**
 * Gives the tuple of what each gives on the one input.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Each<Bs extends readonly unknown[]> extends TypeFunction {
  readonly output: { readonly [I in keyof Bs]: Apply<Bs[I], this['input']> }
}

/**
 * Gives the tuple of what each gives on its own part of the input.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Pairwise<Bs extends readonly unknown[]> extends TypeFunction {
  readonly output: { readonly [I in keyof Bs]: Apply<Bs[I], this['input'][I & keyof this['input']]> }
}

/**
 * Gives what `F` gives joined with what `G` gives, along the last axis.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Joined<Bs extends readonly unknown[]> extends TypeFunction {
  readonly output: JoinAll<Bs, this['input']>
}

type JoinAll<Bs extends readonly unknown[], X> = Bs extends readonly [infer B]
  ? Apply<B, X>
  : Bs extends readonly [infer B, ...infer R]
    ? Apply<B, X> extends Tensor<readonly [...infer L extends Shape, infer M extends number]>
      ? JoinAll<R, X> extends Tensor<readonly [...infer _ extends Shape, infer N extends number]>
        ? Tensor<[...L, Add<M, N>]>
        : Tensor
      : Tensor
    : never

/**
 * `F` and then `G`, as simple as it can be said: `Same` disappears, of two last axes the later one counts, and a plain type
 * makes everything before it irrelevant.
 */
export type Then<F, G> = Pair<FormOf<F>, FormOf<G>, F, G>

/** What a function looks like from outside. Asked for once, so that nothing is compared with functions again further on. */
type FormOf<F> = F extends { readonly [form]: infer N } ? N : F extends TypeFunction ? 'other' : 'plain'

type Pair<M, N, F, G> = M extends 'same'
  ? G
  : N extends 'same'
    ? F
    : N extends 'plain'
      ? G
      : M extends 'plain'
        ? Apply<G, F>
        : [M, N] extends ['last', 'last']
          ? G
          : Through<unknown, [...StepsOf<F>, ...StepsOf<G>]>

/** What several layers of a list give, each of which gives one of `B`: as much as is the same whatever their number. */
export type OfList<B> =
  FormOf<B> extends 'same' | 'last'
    ? FormOf<B> extends 'same'
      ? Same
      : LastAxis<number>
    : Widened<Apply<B, Tensor>>

type Widened<Y> = unknown extends Y
  ? Tensor
  : Y extends Tensor<Shape, infer K extends Kind>
    ? Tensor<Shape, K>
    : Y

type StepsOf<F> = F extends Through<unknown, infer Fs> ? Fs : [F]

/**
 * What is composed for an input of type `A`, as it can be read: what it gives for each example where nothing but the number of
 * examples is open, else what it gives for `A`, with the steps.
 */
export type Readable<F, A> = FormOf<F> extends 'through' ? ReadableThrough<StepsOf<F>, A> : F

type ReadableThrough<Fs extends readonly unknown[], A> =
  Marked<A> extends infer X
    ? ApplyAll<Fs, X> extends Tensor<readonly [Mark, ...infer S extends Shape]>
      ? number extends S['length'] | S[number]
        ? Through<ApplyAll<Fs, A>, Fs>
        : ForEachExample<S>
      : Through<ApplyAll<Fs, A>, Fs>
    : never

// A size that no axis has: where it comes out again, it is the number of examples.
type Mark = -1
type Marked<A> =
  A extends Tensor<readonly [infer N extends number, ...infer S extends Shape], infer K extends Kind>
    ? number extends N
      ? Tensor<[Mark, ...S], K>
      : never
    : never
