/**
 * Loops from functions: the body is what a function does to symbols, and whatever it takes from outside becomes an operand.
 *
 * @module
 */
import { loop, outputsOf, resultsOf } from '../primitive/loop.ts'
import type { Abstract } from '../primitive/primitive.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type LoopOptions,
  type Program,
  type Ref,
} from '../primitive/program.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { ArgumentError, DTypeError, ShapeError } from '../tensor/error.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
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

// What costs next to nothing is computed anew each time: stored, it would have to be read from memory.
const isCheap = ({ primitive }: Equation): boolean =>
  primitive.name === 'broadcast' || primitive.name === 'reshape'

/**
 * A body without what is the same each time: that is computed before the loop, and given to it. `varying` is the number of inputs
 * that differ from time to time; they come first.
 */
const hoisted = ({ body, captured }: ClosedStep, varying: number): ClosedStep => {
  const base = firstResult(body)
  const same = new Set<Ref>(body.inputs.map((_, ref) => ref).filter(ref => ref >= varying))
  body.equations.forEach(({ operands }, i) => {
    if (operands.every(ref => same.has(ref))) same.add(base + i)
  })
  const readInside = new Set<Ref>(body.outputs)
  // Backwards, as what is cheap is computed inside, and what it is made of is read there.
  for (let i = body.equations.length - 1; i >= 0; i--) {
    const equation = body.equations[i] as Equation
    const inside = !same.has(base + i) || (isCheap(equation) && readInside.has(base + i))
    if (inside) for (const ref of equation.operands) readInside.add(ref)
  }
  const isOutside = (ref: Ref): boolean =>
    ref >= base && same.has(ref) && !isCheap(body.equations[ref - base] as Equation)
  const given = body.equations.map((_, i) => base + i).filter(ref => isOutside(ref) && readInside.has(ref))
  if (given.length === 0) return { body, captured }
  // Values are not known outside; what does not vary needs none of them.
  const before = outputsOf(
    {
      inputs: body.inputs.slice(varying),
      constants: [],
      ...renumbered(body, varying, same, given),
    },
    captured,
  )
  const numbers = new Map<Ref, Ref>(body.inputs.map((_, ref) => [ref, ref]))
  given.forEach((ref, i) => {
    numbers.set(ref, base + i)
  })
  const equations: Equation[] = []
  body.equations.forEach((equation, i) => {
    const ref = base + i
    if (isOutside(ref) || (same.has(ref) && !readInside.has(ref))) return
    numbers.set(ref, base + given.length + equations.length)
    equations.push({ ...equation, operands: equation.operands.map(operand => numbers.get(operand) as Ref) })
  })
  return {
    body: {
      inputs: [
        ...body.inputs,
        ...given.map(ref => abstractOf(body, ref)).map(({ shape, dtype }) => ({ shape, dtype })),
      ],
      constants: [],
      equations,
      outputs: body.outputs.map(ref => numbers.get(ref) as Ref),
    },
    captured: [...captured, ...before],
  }
}

/** The equations that do not vary, of inputs that do not vary alone. */
const renumbered = (
  body: Program,
  varying: number,
  same: ReadonlySet<Ref>,
  outputs: readonly Ref[],
): Pick<Program, 'equations' | 'outputs'> => {
  const base = firstResult(body)
  const numbers = new Map<Ref, Ref>()
  for (let ref = varying; ref < base; ref++) numbers.set(ref, ref - varying)
  const equations: Equation[] = []
  body.equations.forEach((equation, i) => {
    if (!same.has(base + i)) return
    numbers.set(base + i, base - varying + equations.length)
    equations.push({ ...equation, operands: equation.operands.map(ref => numbers.get(ref) as Ref) })
  })
  return { equations, outputs: outputs.map(ref => numbers.get(ref) as Ref) }
}

const show = ({ shape, dtype }: Abstract): string => `${dtype}${showShape(shape)}`

/** Requires a step to carry on what it was given. */
const requireCarried = (body: Program, carries: number): void => {
  for (let i = 0; i < carries; i++) {
    const [before, after] = [body.inputs[i] as Abstract, abstractOf(body, body.outputs[i] as Ref)]
    if (before.dtype === after.dtype && sameShape(before.shape, after.shape)) continue
    const text =
      `A loop carries values of one form from time to time, but value ${i} was ${show(before)} and becomes ${show(after)}. ` +
      'Give what the step takes: the same shape and element type.'
    throw before.dtype === after.dtype
      ? new ShapeError(text, [before.shape, after.shape])
      : new DTypeError(text)
  }
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
  if (!Number.isInteger(count) || count < 1)
    throw new ArgumentError(`A loop runs at least once, but was to run ${count} times.`)
  const varying = carried.length + slices.length
  const { body, captured } = hoisted(closedStep(step, carried, slices.map(withoutFirst), constants), varying)
  requireCarried(body, carried.length)
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
