/**
 * Loops that go on while a predicate says so, from functions: the bodies are what these do to symbols, and whatever they take from
 * outside becomes an operand.
 *
 * @module
 */
import { applyControl } from '../primitive/control/controls.ts'
import { While } from '../primitive/control/while.ts'
import type { WhileOptions } from '../primitive/core/program.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { closed, closedAlike } from './closed.ts'

/** The parts of such a loop, on lists: what is carried comes first, and what stays behind it. */
export interface WhileParts {
  readonly predicate: (carried: readonly AnyTensor[], constants: readonly AnyTensor[]) => AnyTensor
  readonly step: (carried: readonly AnyTensor[], constants: readonly AnyTensor[]) => readonly AnyTensor[]
}

/** Where it ends at the latest, and what it solves, if it solves something. */
export type WhileEnd = Pick<WhileOptions, 'limit' | 'solves' | 'tolerance'>

/**
 * Runs a step as long as a predicate says so, and up to `limit` times: what is carried in the end, the number of steps, and whether the
 * predicate ended it. As a step may never run, nothing is computed before it that it would compute.
 */
export const whileOf = (
  { predicate, step }: WhileParts,
  { limit, solves, tolerance }: WhileEnd,
  carried: readonly AnyTensor[],
  constants: readonly AnyTensor[] = [],
): readonly AnyTensor[] => {
  const carries = carried.length
  const args = [...carried, ...constants]
  const divided =
    <R>(f: (carried: readonly AnyTensor[], constants: readonly AnyTensor[]) => R) =>
    (all: readonly AnyTensor[]): R =>
      f(all.slice(0, carries), all.slice(carries))
  const { bodies, captured } = closedAlike(
    [
      closed('the predicate of a loop', all => [divided(predicate)(all)], args),
      closed('the step of a loop', divided(step), args),
    ],
    args,
  )
  const [whether, body] = bodies as [(typeof bodies)[number], (typeof bodies)[number]]
  const options: WhileOptions = {
    ...{ predicate: whether, body, carries, limit },
    ...(solves === undefined ? {} : { solves }),
    ...(tolerance === undefined ? {} : { tolerance }),
  }
  return applyControl(While, options, [...args, ...captured])
}
