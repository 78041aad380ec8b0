/**
 * Lowerings: equations as operations of StableHLO.
 *
 * @module
 */
import type { Abstract } from '../../primitive/core/primitive.ts'
import type { Emitter } from '../text/emitter.ts'
import type { Type, Value } from '../text/type.ts'

/** An equation with its operands by name and its own type: writes its operations, and gives the value that is its result. */
export interface Equated<O> {
  readonly emit: Emitter
  readonly options: O
  readonly operands: readonly Value[]
  readonly result: Type
  readonly output: Abstract
}

/** What an equation becomes. */
export type Lower<O> = (equated: Equated<O>) => Value

/** A lowering, and whether operands that are masks stay truth values; else they come as bytes. */
export interface Lowering<O = never> {
  readonly keepsTruth: boolean
  readonly lower: Lower<O>
}

export const strict = <O>(lower: Lower<O>): Lowering<O> => ({ keepsTruth: false, lower })

/** A lowering that takes masks as truth values, and may give one. */
export const truthful = <O>(lower: Lower<O>): Lowering<O> => ({ keepsTruth: true, lower })

/** The operation of StableHLO of this name, element by element. */
export const named = (operation: string): Lowering<unknown> =>
  strict(({ emit, operands, result }) => emit.op(operation, operands, result))
