/**
 * Steps that go on while something holds.
 *
 * @module
 */

import { whileOf } from '../../program/whileOf.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { carriedOn, withTensors } from '../../tensor/form.ts'
import { tensors } from '../../tensor/function/traversal.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import type { AnyTensor, Integers } from '../../tensor/tensor.ts'
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

/**
 * A step on trees of tensors, again and again as long as a predicate of what it gave holds, and up to `limit` times. With the state in
 * the end come the number of steps and whether the predicate ended it: where `done` is 0, it was the limit.
 *
 * In a program it is one equation. A tangent goes through it (`smooth.jvp`); a pullback does not, as how often the step runs is
 * not known beforehand: use `smooth.scan` or `smooth.loop` with a count, or `smooth.fixedPoint` for what solves an equation. Of a batch
 * (`smooth.vmap`) whose examples have predicates of their own it goes on until all have ended; those that have stay as they are.
 * A comparison with NaN is 0, and ends it.
 *
 * What step and predicate make only of what they take from outside is computed once, before.
 *
 * @throws ArgumentError, ShapeError or DTypeError if the step gives another form than it takes, with the place and both forms, or if the
 * predicate gives anything but a scalar of integers; TracingError where a pullback is to go through it.
 *
 * @example
 * import { op, scalar, smooth, type Tensor, tensor } from 'pullback'
 * // Halve a step until the function is smaller there: backtracking
 * const f = (x: Tensor<[]>) => op.mul(x, x)
 * const [x, slope] = [scalar(3), scalar(6)]
 * const at = (length: Tensor<[]>) => op.sub(x, op.mul(length, slope))
 * const { state, steps, done } = smooth.whileLoop({
 *   while: (length: Tensor<[]>) => op.greater(f(at(length)), op.scale(0.5)(f(x))),
 *   do: (length: Tensor<[]>) => op.scale(0.5)(length),
 *   limit: 20,
 * })(tensor(4))
 * console.log(state, steps, done) // 0.5, after 3 steps
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const whileLoop = takes(
  'whileLoop',
  [
    {
      options: needs.givenOptions({
        while: needs.fn,
        do: needs.fn,
        limit: needs.integerBetween(1, 2 ** 31 - 1),
      }),
    },
    { start: needs.tensors },
  ],
  () => whileLoopUnchecked,
)

const whileLoopUnchecked =
  <S>({ while: goesOn, do: step, limit }: WhileLoopOptions<S>) =>
  (start: S): WhileLoopResult<S> => {
    requireTree('whileLoop', 'its start', start)
    const carried = tensors(start)
    if (carried.length === 0)
      throw new ArgumentError(
        'whileLoop carries a tree with at least one tensor, but there is none in its start.',
      )
    const stateOf = (own: readonly AnyTensor[]): S => withTensors(own)(start)
    const results = whileOf(
      {
        predicate: own => truthOf('whileLoop', 'its predicate', goesOn(stateOf(own))),
        step: own => {
          const before = stateOf(own)
          return tensors(carriedOn('whileLoop', before, step(before)))
        },
      },
      { limit },
      carried,
    )
    return {
      state: stateOf(results.slice(0, carried.length)),
      steps: results[carried.length] as Integers<[]>,
      done: results[carried.length + 1] as Integers<[]>,
    }
  }
