/**
 * Lowerings: equations as nodes of ONNX.
 *
 * @module
 */
import type { Emitter } from './emitter.ts'
import type { Type, Value } from './value.ts'

/** An equation with its operands by name and its own type: writes its nodes, and gives the value that is its result. */
export interface Equated<O> {
  readonly emit: Emitter
  readonly options: O
  readonly operands: readonly Value[]
  readonly result: Type
}

/** What an equation becomes. */
export type Lower<O> = (equated: Equated<O>) => Value

/**
 * A lowering, and how its operands come: whether masks stay truth values, else they come as bytes; whether values may repeat, else they
 * come with all their numbers.
 */
export interface Lowering<O = never> {
  readonly keepsTruth: boolean
  readonly keepsRepeats: boolean
  readonly lower: Lower<O>
}

/** A lowering of whole values without truth. */
export const strict = <O>(lower: Lower<O>): Lowering<O> => ({
  keepsTruth: false,
  keepsRepeats: false,
  lower,
})

/** A lowering of values that may repeat. */
export const repeating = <O>(lower: Lower<O>): Lowering<O> => ({
  keepsTruth: false,
  keepsRepeats: true,
  lower,
})

/** A lowering that takes values that may repeat, masks as truth values, and may give either. */
export const truthful = <O>(lower: Lower<O>): Lowering<O> => ({ keepsTruth: true, keepsRepeats: true, lower })

/** Runs an operation in i32 where elements are bytes, as few engines compute with bytes, and back, modulo 256. */
export const throughIntegers =
  (lower: (equated: Equated<unknown>) => Value): Lower<unknown> =>
  equated => {
    const { emit, operands } = equated
    if (!operands.some(it => it.element === 'u8')) return lower(equated)
    const wide = operands.map(it => (it.element === 'u8' ? emit.cast(it, 'i32') : it))
    const given = lower({ ...equated, operands: wide })
    return given.element === 'i32' && equated.result.element === 'u8' ? emit.cast(given, 'u8') : given
  }

/** The operation of ONNX of this name, element by element. */
export const named = (operation: string): Lowering<unknown> =>
  repeating(throughIntegers(({ emit, operands }) => emit.each(operation, operands)))
