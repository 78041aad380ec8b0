/**
 * Loops from functions: the body is what a function does to symbols, and whatever it takes from outside becomes an operand.
 *
 * @module
 */
import { applyControl } from '../primitive/control/controls.ts'
import { Loop } from '../primitive/control/loop.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import type { LoopOptions } from '../primitive/core/program.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { closed, hoisted } from './closed.ts'
import { pruneLoop } from './unused.ts'

/** One time of a loop, on lists: from what is carried, the slices and what stays to what is carried on, and what is stacked. */
export type Step = (
  carried: readonly AnyTensor[],
  slices: readonly AnyTensor[],
  constants: readonly AnyTensor[],
) => readonly [carried: readonly AnyTensor[], stacked: readonly AnyTensor[]]

/** How a loop goes. */
export interface LoopCourse {
  readonly count: number
  readonly reverse: boolean
}

const withoutFirst = ({ shape, dtype }: Abstract): Abstract => ({ shape: shape.slice(1), dtype })

/**
 * Runs a step so many times: what is carried after the last time, and the stacks of what each time gives. Constants are given to the
 * step as they are; it may also read others from outside. `wanted` says which results are read; others may be missing.
 */
export const loopOf = (
  step: Step,
  { count, reverse }: LoopCourse,
  carried: readonly AnyTensor[],
  slices: readonly AnyTensor[],
  constants: readonly AnyTensor[] = [],
  wanted?: (result: number) => boolean,
): readonly (AnyTensor | undefined)[] => {
  const varying = carried.length + slices.length
  const recorded = closed(
    'the body of a loop',
    args =>
      step(args.slice(0, carried.length), args.slice(carried.length, varying), args.slice(varying)).flat(),
    [...carried, ...slices.map(withoutFirst), ...constants],
  )
  const { body, captured } = hoisted({ ...recorded, captured: [...constants, ...recorded.captured] }, varying)
  const options: LoopOptions = { body, count, carries: carried.length, slices: slices.length, reverse }
  const operands = [...carried, ...slices, ...captured]
  const all = Loop.results(options).map((_, i) => i)
  const needed = new Set(wanted === undefined ? all : all.filter(wanted))
  if (needed.size === 0) return all.map(() => undefined)
  const pruned = pruneLoop(options, needed)
  const results = applyControl(
    Loop,
    pruned.options,
    pruned.operands.map(i => operands[i] as AnyTensor),
  )
  const found = new Map(pruned.results.map((result, i) => [result, results[i]]))
  return all.map(i => found.get(i))
}
