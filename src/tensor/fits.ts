/**
 * Fits: when what one map gives is what the next one takes, and the sentence about a misfit.
 *
 * @module
 */
import type { Kind } from './dtype.ts'
import type { Shape } from './shape.ts'
import type { Tensor } from './tensor.ts'

interface Boxed<X> {
  readonly boxed: X
}

/**
 * Whether a value of type `X` may flow into a place of type `A`. Sizes that are known must agree; `number`, a size known
 * only at run time, fits every size and is checked there.
 */
export type Fits<X, A> = Boxed<X> extends Boxed<A> ? true : Loosely<X, A>

type Loosely<X, A> =
  X extends Tensor<infer XS extends Shape, infer XK extends Kind>
    ? A extends Tensor<infer AS extends Shape, infer AK extends Kind>
      ? XK extends AK
        ? ShapeFits<XS, AS>
        : false
      : false
    : X extends readonly [infer XH, ...infer XR]
      ? A extends readonly [infer AH, ...infer AR]
        ? Fits<XH, AH> extends true
          ? Fits<XR, AR>
          : false
        : A extends readonly (infer E)[]
          ? number extends A['length']
            ? Fits<XH, E> extends true
              ? Fits<XR, A>
              : false
            : false
          : false
      : false

// Shapes are compared from the last axis, so that leading axes (the batch) may stay open.
type ShapeFits<X extends Shape, A extends Shape> = X extends readonly [
  ...infer XL extends Shape,
  infer XN extends number,
]
  ? A extends readonly [...infer AL extends Shape, infer AN extends number]
    ? SizeFits<XN, AN> extends true
      ? ShapeFits<XL, AL>
      : false
    : IsOpen<A>
  : X extends readonly []
    ? A extends readonly []
      ? true
      : A extends readonly [...Shape, number]
        ? false
        : IsOpen<A>
    : true

type IsOpen<A extends Shape> = number extends A['length'] ? true : false

type SizeFits<X extends number, A extends number> = number extends X
  ? true
  : number extends A
    ? true
    : X extends A
      ? true
      : false

/** The description of a type: `[..., 64]` for a tensor with 64 on its last axis. */
export type Words<T> = [T] extends [never]
  ? 'nothing'
  : T extends Tensor<infer S extends Shape, infer K extends Kind>
    ? `${K extends 'integer' ? 'integers ' : ''}[${Sizes<S>}]`
    : T extends readonly []
      ? '()'
      : T extends readonly [infer H, ...infer R]
        ? `(${Words<H>}${Rest<R>})`
        : 'another structure'

type Rest<R extends readonly unknown[]> = R extends readonly [infer H, ...infer T]
  ? `, ${Words<H>}${Rest<T>}`
  : R extends readonly []
    ? ''
    : ', ...'

type Sizes<S extends Shape> = S extends readonly []
  ? ''
  : S extends readonly [infer N extends number]
    ? Size<N>
    : S extends readonly [infer N extends number, ...infer R extends Shape]
      ? `${Size<N>}, ${Sizes<R>}`
      : S extends readonly [...infer L extends Shape, infer N extends number]
        ? `${Sizes<L>}, ${Size<N>}`
        : '...'

type Size<N extends number> = number extends N ? 'number' : `${N}`

/** `3rd` for a tuple of two things before it. */
export type Nth<Before extends readonly unknown[]> = Ordinal<`${[...Before, unknown]['length'] & number}`>

type Ordinal<N extends string> = N extends `${string}1${Digit}`
  ? `${N}th`
  : N extends `${string}1`
    ? `${N}st`
    : N extends `${string}2`
      ? `${N}nd`
      : N extends `${string}3`
        ? `${N}rd`
        : `${N}th`

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
