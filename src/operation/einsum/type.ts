/**
 * Equations of sums of products in types: what is wrong with one, and the shape of its result.
 *
 * @module
 */
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

// -------------------------------------------------------------------------------------
// text
// -------------------------------------------------------------------------------------

type Stripped<E extends string> = E extends `${infer A} ${infer B}` ? Stripped<`${A}${B}`> : E

type Split<E extends string> = E extends `${infer A},${infer B}` ? [A, ...Split<B>] : [E]

type Upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
type Alphabet = `${Upper}${Lowercase<Upper>}`

type LettersOf<E extends string, Found = never> = E extends `${infer C}${infer R}`
  ? LettersOf<R, Found | C>
  : Found
type Letter = LettersOf<Alphabet>

type HasEllipsis<E extends string> = E extends `${string}...${string}` ? true : false

type InputsOf<E extends string> = E extends `${infer A}->${string}` ? A : E

/** Whether a letter occurs exactly once. */
type Once<E extends string, C extends string> = E extends `${string}${C}${infer R}`
  ? R extends `${string}${C}${string}`
    ? false
    : true
  : false

/** Behind what was found: the letters that occur once. */
type Singles<
  E extends string,
  Found extends string,
  A extends string = Alphabet,
> = A extends `${infer C}${infer R}`
  ? Once<E, C> extends true
    ? Singles<E, `${Found}${C}`, R>
    : Singles<E, Found, R>
  : Found

/** The letters of the result: behind `->`, or those that occur once. */
type OutputOf<E extends string> = E extends `${string}->${infer Out}`
  ? Out
  : Singles<E, HasEllipsis<E> extends true ? '...' : ''>

// -------------------------------------------------------------------------------------
// what is wrong with an equation
// -------------------------------------------------------------------------------------

type WithoutEllipsis<E extends string> = E extends `${infer A}...${infer B}` ? `${A}${B}` : E

type StrangeIn<E extends string> = E extends `${infer C}${infer R}`
  ? C extends Letter | ','
    ? StrangeIn<R>
    : C
  : never

type AllWithoutEllipsis<Terms extends readonly string[]> = Terms extends readonly [
  infer T extends string,
  ...infer R extends readonly string[],
]
  ? `${WithoutEllipsis<T>}${AllWithoutEllipsis<R>}`
  : ''

type RepeatedIn<E extends string> = E extends `${infer C}${infer R}`
  ? R extends `${string}${C}${string}`
    ? C
    : RepeatedIn<R>
  : never

type ForeignIn<Out extends string, In extends string> = Exclude<
  LettersOf<WithoutEllipsis<Out>>,
  LettersOf<In>
>

type WrongIn<In extends string, Out extends string> = [
  StrangeIn<`${AllWithoutEllipsis<Split<In>>}${WithoutEllipsis<Out>}`>,
] extends [never]
  ? [ForeignIn<Out, In>] extends [never]
    ? [RepeatedIn<WithoutEllipsis<Out>>] extends [never]
      ? [HasEllipsis<In>, HasEllipsis<Out>] extends [true, false]
        ? "einsum: a tensor has '...', but the result has not"
        : unknown
      : `einsum: the result has the axis '${RepeatedIn<WithoutEllipsis<Out>>}' twice`
    : `einsum: no tensor has the axis '${ForeignIn<Out, In>}' of the result`
  : `einsum: '${StrangeIn<`${AllWithoutEllipsis<Split<In>>}${WithoutEllipsis<Out>}`>}' is not a letter`

/** Everything, or a sentence about an equation that cannot be read. */
export type Readable<E extends string> = string extends E
  ? unknown
  : Stripped<E> extends `${string}->${string}->${string}`
    ? "einsum: it has '->' more than once"
    : WrongIn<InputsOf<Stripped<E>>, OutputOf<Stripped<E>>>

// -------------------------------------------------------------------------------------
// sizes
// -------------------------------------------------------------------------------------

/** An axis and its size, in the order in which they are met. */
type Axis = readonly [label: string, size: number]

type ShapeOf<X> = X extends Tensor<infer S extends Shape> ? S : Shape

/** Each letter with the size at its place, from the front. */
type FromFront<T extends string, S extends Shape> = T extends `${infer C}${infer R}`
  ? S extends readonly [infer N extends number, ...infer L extends Shape]
    ? [readonly [C, N], ...FromFront<R, L>]
    : [readonly [C, number], ...FromFront<R, Shape>]
  : []

/** What is left of a shape behind as many axes as there are letters. */
type Behind<T extends string, S extends Shape> = T extends `${string}${infer R}`
  ? S extends readonly [number, ...infer L extends Shape]
    ? Behind<R, L>
    : Shape
  : S

type Reversed<T extends string> = T extends `${infer C}${infer R}` ? `${Reversed<R>}${C}` : ''
type ReversedShape<S extends Shape> = S extends readonly [infer N extends number, ...infer L extends Shape]
  ? [...ReversedShape<L>, N]
  : S extends readonly []
    ? []
    : Shape

type Ends<A extends string, B extends string, S extends Shape> = [
  ...FromFront<A, S>,
  ...FromFront<Reversed<B>, ReversedShape<S>>,
]

type AxesOf<T extends string, S extends Shape> = T extends `${infer A}...${infer B}`
  ? Ends<A, B, S>
  : FromFront<T, S>

type AllAxes<Terms extends readonly string[], Xs extends readonly unknown[]> = Terms extends readonly [
  infer T extends string,
  ...infer R extends readonly string[],
]
  ? Xs extends readonly [infer X, ...infer Others]
    ? [...AxesOf<T, ShapeOf<X>>, ...AllAxes<R, Others>]
    : []
  : []

/** The sizes that are known of a letter. */
type Known<C extends string, Axes extends readonly Axis[]> = Axes extends readonly [
  readonly [infer L extends string, infer N extends number],
  ...infer R extends readonly Axis[],
]
  ? L extends C
    ? number extends N
      ? Known<C, R>
      : N | Known<C, R>
    : Known<C, R>
  : never

type SizeOfLetter<C extends string, Axes extends readonly Axis[]> = [Known<C, Axes>] extends [never]
  ? number
  : Known<C, Axes>

type IsUnion<N, All = N> = N extends unknown ? ([All] extends [N] ? false : true) : never

/** A letter that has two sizes. */
type TornIn<Axes extends readonly Axis[], All extends readonly Axis[] = Axes> = Axes extends readonly [
  readonly [infer L extends string, number],
  ...infer R extends readonly Axis[],
]
  ? true extends IsUnion<Known<L, All>>
    ? L
    : TornIn<R, All>
  : never

type Rank<S extends Shape, T extends string> = number extends S['length']
  ? true
  : HasEllipsis<T> extends true
    ? true
    : S['length'] extends LengthOf<T>
      ? true
      : false

type LengthOf<T extends string, Seen extends readonly unknown[] = []> = T extends `${string}${infer R}`
  ? LengthOf<R, [...Seen, unknown]>
  : Seen['length']

/** Everything, or a sentence about a tensor that does not fit its part of an equation. */
export type Fitting<E extends string, Xs extends readonly unknown[], I> = string extends E
  ? unknown
  : Split<InputsOf<Stripped<E>>> extends infer Terms extends readonly string[]
    ? I extends keyof Terms
      ? Terms[I] extends infer T extends string
        ? Rank<ShapeOf<I extends keyof Xs ? Xs[I] : never>, T> extends true
          ? [TornIn<AllAxes<Terms, Xs>>] extends [never]
            ? unknown
            : `einsum: axis '${TornIn<AllAxes<Terms, Xs>>}' has two sizes`
          : `einsum: '${T}' needs ${LengthOf<T> & number} axes`
        : unknown
      : unknown
    : unknown

type Hidden<T extends string, S extends Shape> = T extends `${infer A}...${infer B}`
  ? ReversedShape<Behind<Reversed<B>, ReversedShape<Behind<A, S>>>>
  : never

type AllHidden<Terms extends readonly string[], Xs extends readonly unknown[]> = Terms extends readonly [
  infer T extends string,
  ...infer R extends readonly string[],
]
  ? Xs extends readonly [infer X, ...infer Others]
    ? Hidden<T, ShapeOf<X>> | AllHidden<R, Others>
    : never
  : never

type Sized<T extends string, Axes extends readonly Axis[]> = T extends `${infer C}${infer R}`
  ? [SizeOfLetter<C, Axes>, ...Sized<R, Axes>]
  : []

type ShapeFor<Out extends string, Axes extends readonly Axis[], E> = Out extends `${infer A}...${infer B}`
  ? true extends IsUnion<E>
    ? Shape
    : [E] extends [never]
      ? [...Sized<A, Axes>, ...Sized<B, Axes>]
      : E extends Shape
        ? [...Sized<A, Axes>, ...E, ...Sized<B, Axes>]
        : Shape
  : Sized<Out, Axes>

type ResultOf<E extends string, Terms extends readonly string[], Xs extends readonly unknown[]> = ShapeFor<
  OutputOf<E>,
  AllAxes<Terms, Xs>,
  AllHidden<Terms, Xs>
>

/** The shape of what an equation gives, as far as it is known. */
export type ResultShape<E extends string, Xs extends readonly unknown[]> = string extends E
  ? Shape
  : ResultOf<Stripped<E>, Split<InputsOf<Stripped<E>>>, Xs> extends infer S extends Shape
    ? S
    : Shape
