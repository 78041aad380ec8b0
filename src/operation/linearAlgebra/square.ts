/**
 * Square matrices on the last two axes, and the axes before, in types.
 *
 * @module
 */
import type { Shape } from '../../tensor/shape.ts'

/** Everything, or a sentence about matrices that are known not to be square. */
export type Square<S extends Shape> = S extends readonly [
  ...Shape,
  infer M extends number,
  infer N extends number,
]
  ? number extends M | N
    ? unknown
    : [M, N] extends [N, M]
      ? unknown
      : `needs square matrices, but was given ${M} rows and ${N} columns`
  : unknown

/** The axes before the last two, as far as they are known. */
export type Leading<S extends Shape> = S extends readonly [...infer L extends Shape, number, number]
  ? L
  : Shape

/** The axes before the last two, and a number for each column. */
export type Values<S extends Shape> = S extends readonly [
  ...infer L extends Shape,
  number,
  infer N extends number,
]
  ? [...L, N]
  : Shape
