/**
 * Loops from functions: the body is what a function does to symbols, and whatever it takes from outside becomes an operand.
 *
 * @module
 */
import { loop, outputsOf, resultsOf } from '../primitive/loop.ts'
import type { Abstract } from '../primitive/primitive.ts'
import { type Equation, firstResult, type LoopOptions, type Program, type Ref } from '../primitive/program.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { isCheap, madeOf, madeOnlyOf, partOf } from './extract.ts'
import { SymbolicTracer } from './trace.ts'
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

/** A step's program, with what it took from outside as further inputs. */
interface ClosedStep {
  readonly body: Program
  readonly captured: readonly AnyTensor[]
}

/** Records a step; what it takes from outside becomes inputs of its body, behind the others. */
const closedStep = (
  step: Step,
  carried: readonly Abstract[],
  slices: readonly Abstract[],
  constants: readonly AnyTensor[],
): ClosedStep => {
  const own = new SymbolicTracer()
  const symbols = [...carried, ...slices, ...constants].map(x => own.symbol(own.recorder.input(x)))
  const varying = carried.length + slices.length
  const [next, stacked] = own.progress.within('the body of a loop', () =>
    step(symbols.slice(0, carried.length), symbols.slice(carried.length, varying), symbols.slice(varying)),
  )
  const body = own.recorder.program([...next, ...stacked].map(x => own.nodeOf(x)))
  const { inputs, equations, outputs } = body
  const abstracts = body.constants.map(({ shape, dtype }) => ({ shape, dtype }))
  return {
    body: { inputs: [...inputs, ...abstracts], constants: [], equations, outputs },
    captured: [...constants, ...body.constants],
  }
}

/**
 * A body without what is the same each time: that is computed before the loop, and given to it. `varying` is the number of inputs
 * that differ from time to time; they come first.
 */
const hoisted = ({ body, captured }: ClosedStep, varying: number): ClosedStep => {
  const base = firstResult(body)
  const inputs = [...body.inputs.keys()]
  const same = madeOnlyOf(body, inputs.slice(varying))
  const isOutside = (ref: Ref): boolean =>
    ref >= base && same.has(ref) && !isCheap(body.equations[ref - base] as Equation)
  const outside = body.equations.map((_, i) => base + i).filter(isOutside)
  // What is cheap is computed inside, and what it is made of is read there.
  const read = madeOf(body, body.outputs, new Set(outside))
  const given = outside.filter(ref => read.has(ref))
  if (given.length === 0) return { body, captured }
  const before = outputsOf(partOf(body, inputs.slice(varying), given), captured)
  return { body: partOf(body, [...inputs, ...given], body.outputs), captured: [...captured, ...before] }
}

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
  const { body, captured } = hoisted(closedStep(step, carried, slices.map(withoutFirst), constants), varying)
  const options: LoopOptions = { body, count, carries: carried.length, slices: slices.length, reverse }
  const operands = [...carried, ...slices, ...captured]
  const all = resultsOf(options).map((_, i) => i)
  const needed = new Set(wanted === undefined ? all : all.filter(wanted))
  if (needed.size === 0) return all.map(() => undefined)
  const pruned = pruneLoop(options, needed)
  const results = loop(
    pruned.options,
    pruned.operands.map(i => operands[i] as AnyTensor),
  )
  const found = new Map(pruned.results.map((result, i) => [result, results[i]]))
  return all.map(i => found.get(i))
}
