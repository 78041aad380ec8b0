/**
 * Steps on trees that go on while something holds, for those who know that what they give is right.
 *
 * @module
 */
import { whileOf } from '../program/whileOf.ts'
import { ArgumentError } from '../tensor/error.ts'
import { carriedOn, withTensors } from '../tensor/form.ts'
import { requireTree } from '../tensor/requireTree.ts'
import type { AnyTensor, Integers } from '../tensor/tensor.ts'
import { tensors } from '../tensor/tree.ts'
import { truthOf } from './truth.ts'

/**
 * What goes on, and how long.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface WhileLoopOptions<S> {
  /** Whether it goes on from a state: a scalar of integers, as comparisons give it, of which whatever is not 0 counts as yes. */
  readonly while: (state: S) => Integers<[]>
  /** The next state, of the same form. */
  readonly do: (state: S) => S
  /** The most steps, so that nothing goes on for ever. */
  readonly limit: number
}

/**
 * What came of it.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface WhileLoopResult<S> {
  /** The state after the last step. */
  readonly state: S
  /** How many steps there were, i32. */
  readonly steps: Integers<[]>
  /** 1 if the predicate ended it, 0 if the limit did, u8. */
  readonly done: Integers<[]>
}

/** `whileLoop`, by the name of who asks for it. */
export const whileTrees = <S>(
  { while: goesOn, do: step, limit }: WhileLoopOptions<S>,
  start: S,
  by = 'whileLoop',
): WhileLoopResult<S> => {
  requireTree(by, 'its start', start)
  const carried = tensors(start)
  if (carried.length === 0)
    throw new ArgumentError(`${by} carries a tree with at least one tensor, but there is none in its start.`)
  const stateOf = (own: readonly AnyTensor[]): S => withTensors(own)(start)
  const results = whileOf(
    {
      predicate: own => truthOf(by, 'its predicate', goesOn(stateOf(own))),
      step: own => {
        const before = stateOf(own)
        return tensors(carriedOn(by, before, step(before)))
      },
    },
    { limit, ...(by === 'whileLoop' ? {} : { by }) },
    carried,
  )
  return {
    state: stateOf(results.slice(0, carried.length)),
    steps: results[carried.length] as Integers<[]>,
    done: results[carried.length + 1] as Integers<[]>,
  }
}
