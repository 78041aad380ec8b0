/**
 * Choices from functions: the bodies are what two functions do to symbols, and whatever they take from outside becomes an operand.
 *
 * @module
 */
import { Cond } from '../primitive/control/cond.ts'
import { applyControl } from '../primitive/control/controls.ts'
import { type AnyTensor, elementsOf, isConcrete } from '../tensor/tensor.ts'
import { closed, closedAlike } from './closed.ts'

/** What one of two branches gives. */
export type Branch = (operands: readonly AnyTensor[]) => readonly AnyTensor[]

/**
 * What the branch gives that a truth value says: the first where it is not 0. Where it is known already, nothing is recorded. What a
 * branch makes of what it takes from outside, and not of its operands, is made outside.
 */
export const condOf = (
  predicate: AnyTensor,
  operands: readonly AnyTensor[],
  branches: readonly [onTrue: Branch, onFalse: Branch],
): readonly AnyTensor[] => {
  if (isConcrete(predicate)) return branches[elementsOf(predicate)[0] === 0 ? 1 : 0](operands)
  const { bodies, captured } = closedAlike(
    branches.map(branch => closed('a branch of a choice', branch, operands)),
    operands,
  )
  const [onTrue, onFalse] = bodies as [(typeof bodies)[number], (typeof bodies)[number]]
  return applyControl(Cond, { onTrue, onFalse }, [predicate, ...operands, ...captured])
}
