/**
 * Arithmetic of literal sizes in types, digit by digit, so that `concat` can add and `flatten` multiply. `number`, the size
 * known only at run time, absorbs: `Add<number, 3>` is `number`.
 *
 * @module
 */

/** `A + B` for non-negative integer literals. */
export type Add<A extends number, B extends number> = number extends A
  ? number
  : number extends B
    ? number
    : ToNumber<Sum<Digits<`${A}`>, Digits<`${B}`>>>

/** `A · B` for non-negative integer literals. */
export type Multiply<A extends number, B extends number> = number extends A
  ? number
  : number extends B
    ? number
    : ToNumber<Times<Digits<`${A}`>, Digits<`${B}`>>>

/** The number of elements of a shape. */
export type Product<S extends readonly number[], P extends number = 1> = number extends S['length']
  ? number
  : S extends readonly [infer H extends number, ...infer R extends readonly number[]]
    ? Product<R, Multiply<P, H>>
    : P

// Numbers are lists of decimal digits, the lowest first; a digit counts by the length of a tuple.

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

interface Count {
  '0': []
  '1': [0]
  '2': [0, 0]
  '3': [0, 0, 0]
  '4': [0, 0, 0, 0]
  '5': [0, 0, 0, 0, 0]
  '6': [0, 0, 0, 0, 0, 0]
  '7': [0, 0, 0, 0, 0, 0, 0]
  '8': [0, 0, 0, 0, 0, 0, 0, 0]
  '9': [0, 0, 0, 0, 0, 0, 0, 0, 0]
}

type Digits<S extends string> = S extends `${infer H extends Digit}${infer T}` ? [...Digits<T>, H] : []

type Join<D extends readonly string[]> = D extends readonly [
  infer H extends string,
  ...infer T extends readonly string[],
]
  ? `${Join<T>}${H}`
  : ''

type Trim<S extends string> = S extends `0${infer T}` ? (T extends '' ? '0' : Trim<T>) : S

type ToNumber<D extends readonly string[]> = Trim<Join<D>> extends `${infer N extends number}` ? N : number

type Place<
  Total extends readonly 0[],
  A extends readonly Digit[],
  B extends readonly Digit[],
> = `${Total['length']}` extends `1${infer D extends Digit}`
  ? [D, ...Sum<A, B, [0]>]
  : [`${Total['length']}`, ...Sum<A, B, []>]

type Sum<
  A extends readonly Digit[],
  B extends readonly Digit[],
  Carry extends readonly 0[] = [],
> = A extends readonly [infer HA extends Digit, ...infer TA extends readonly Digit[]]
  ? B extends readonly [infer HB extends Digit, ...infer TB extends readonly Digit[]]
    ? Place<[...Count[HA], ...Count[HB], ...Carry], TA, TB>
    : Place<[...Count[HA], ...Carry], TA, []>
  : B extends readonly [infer HB extends Digit, ...infer TB extends readonly Digit[]]
    ? Place<[...Count[HB], ...Carry], [], TB>
    : Carry extends readonly [0]
      ? ['1']
      : []

type Repeated<A extends readonly Digit[], Times extends readonly 0[]> = Times extends readonly [
  0,
  ...infer T extends readonly 0[],
]
  ? Sum<A, Repeated<A, T> extends infer R extends readonly Digit[] ? R : []>
  : []

type Times<A extends readonly Digit[], B extends readonly Digit[]> = B extends readonly [
  infer H extends Digit,
  ...infer T extends readonly Digit[],
]
  ? Sum<
      Repeated<A, Count[H]> extends infer R extends readonly Digit[] ? R : [],
      ['0', ...(Times<A, T> extends infer R extends readonly Digit[] ? R : [])]
    >
  : []
