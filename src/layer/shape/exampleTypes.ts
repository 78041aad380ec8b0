/**
 * Types shared by the layers that move, cut, fill and join the axes of examples.
 *
 * @module
 */
import type { Subtract } from '../../tensor/arithmetic.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Mismatch } from '../type/typeFunction.ts'

/** A batch of examples of the shape that something gives, or the sentence that it gives instead. */
export type Under<N extends number, Found> = Found extends Shape ? Tensor<[N, ...Found]> : Found

/** Whether not even the number of axes is known. */
export type IsOpen<S extends readonly unknown[]> = number extends S['length'] ? true : false

/** The place of an axis that may be counted from the end. */
export type AxisOf<Axis extends number, Rank extends number> = number extends Axis
  ? number
  : `${Axis}` extends `-${infer M extends number}`
    ? Subtract<Rank, M>
    : Axis

/** The size of an axis. */
export type SizeAt<S extends Shape, Axis> = number extends Axis ? number : S[Axis & keyof S] & number

/** So many axes of unknown sizes. */
export type UnknownSizes<R extends Shape> = { -readonly [I in keyof R]: number }

/** Said where an axis is not there. */
export type NoSuchAxis<R extends Shape> =
  Mismatch<`is asked for an axis that examples of ${R['length']} axes do not have`>
