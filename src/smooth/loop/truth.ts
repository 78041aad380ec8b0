/**
 * Truth values that predicates give.
 *
 * @module
 */
import { not } from '../../operation/logic.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { describe } from '../../tensor/stranger.ts'
import { type AnyTensor, type Integers, isTensor } from '../../tensor/tensor.ts'

/** Requires one truth value, and gives it as u8, as comparisons do. */
export const truthOf = (operation: string, what: string, given: unknown): AnyTensor => {
  if (!isTensor(given) || given.shape.length > 0 || given.kind !== 'integer')
    throw new ArgumentError(
      `${operation} needs ${what} to give one truth value, a scalar of integers as op.greater and op.not give it, but it gave ` +
        `${describe(given)}. Whether all elements or any are true, op.all and op.any say.`,
    )
  return given.dtype === 'u8' ? given : not(not(given as Integers<[]>))
}
