/**
 * Programs without what nothing reads: also within loops, where a stack that nothing reads is not made, and a value is not
 * carried that only its own next one is made of.
 *
 * @module
 */
import { isLoop, isResult, Loop, type ResultOptions, resultsOf } from '../primitive/loop.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type LoopOptions,
  type Program,
  type Ref,
} from '../primitive/program.ts'
import { madeOf } from './extract.ts'

/** A loop that gives fewer results, and which of its operands it still takes. */
export interface PrunedLoop {
  readonly options: LoopOptions
  /** The operands that are left, by position among those before. */
  readonly operands: readonly number[]
  /** The results that are left, by position among those before. */
  readonly results: readonly number[]
}

/** A program with other outputs, without what these do not need. Inputs stay. */
const rerooted = (program: Program, outputs: readonly Ref[]): Program => {
  const base = firstResult(program)
  const read = new Set(outputs)
  /** For each loop, by equation, which of its results are read. */
  const readOf = new Map<number, Set<number>>()
  const loops = new Map<number, PrunedLoop>()
  /** Loops whose bytes are read as they are. */
  const whole = new Set(outputs)
  for (let i = program.equations.length - 1; i >= 0; i--) {
    const equation = program.equations[i] as Equation
    if (!read.has(base + i)) continue
    if (isResult(equation)) {
      const loop = (equation.operands[0] as Ref) - base
      readOf.set(loop, (readOf.get(loop) ?? new Set()).add((equation.options as ResultOptions).index))
    }
    if (isLoop(equation)) {
      const options = equation.options as LoopOptions
      const pruned = pruneLoop(
        options,
        whole.has(base + i) ? new Set(options.body.outputs.keys()) : (readOf.get(i) ?? new Set()),
      )
      loops.set(i, pruned)
      for (const k of pruned.operands) read.add(equation.operands[k] as Ref)
    } else
      for (const ref of equation.operands) {
        read.add(ref)
        if (!isResult(equation)) whole.add(ref)
      }
  }
  const constants = program.constants.filter((_, i) => read.has(program.inputs.length + i))
  const numbers = new Map<Ref, Ref>()
  for (let ref = 0, next = 0; ref < base; ref++)
    if (ref < program.inputs.length || read.has(ref)) numbers.set(ref, next++)
  const first = program.inputs.length + constants.length
  const numberOf = (ref: Ref): Ref => numbers.get(ref) as Ref
  const equations: Equation[] = []
  program.equations.forEach((equation, i) => {
    if (!read.has(base + i)) return
    numbers.set(base + i, first + equations.length)
    equations.push(prunedEquation(equation, i))
  })
  function prunedEquation(equation: Equation, i: number): Equation {
    if (isLoop(equation)) {
      const { options, operands } = loops.get(i) as PrunedLoop
      return {
        ...equation,
        ...Loop.shape(
          operands.map(k => abstractOf(program, equation.operands[k] as Ref)),
          options,
        ),
        options,
        operands: operands.map(k => numberOf(equation.operands[k] as Ref)),
      }
    }
    if (isResult(equation)) {
      const { options, results } = loops.get((equation.operands[0] as Ref) - base) as PrunedLoop
      const index = results.indexOf((equation.options as ResultOptions).index)
      return {
        ...equation,
        options: resultsOf(options)[index],
        operands: equation.operands.map(numberOf),
      }
    }
    return { ...equation, operands: equation.operands.map(numberOf) }
  }
  return { ...program, constants, equations, outputs: outputs.map(numberOf) }
}

/** A loop of which only some results are wanted. */
export const pruneLoop = (options: LoopOptions, wanted: ReadonlySet<number>): PrunedLoop => {
  const { body, carries, slices } = options
  const kept = new Set(wanted)
  let read = new Set<Ref>() as ReadonlySet<Ref>
  for (let size = -1; size !== kept.size; ) {
    size = kept.size
    read = madeOf(
      body,
      [...kept].map(i => body.outputs[i] as Ref),
    )
    for (let i = 0; i < carries; i++) if (read.has(i)) kept.add(i)
  }
  const results = body.outputs.map((_, i) => i).filter(i => kept.has(i))
  const operands = body.inputs.map((_, i) => i).filter(i => read.has(i) || (i < carries && kept.has(i)))
  const rest = rerooted(
    body,
    results.map(i => body.outputs[i] as Ref),
  )
  const places = new Map(operands.map((ref, place) => [ref, place]))
  const moved = (ref: Ref): Ref =>
    ref < body.inputs.length ? (places.get(ref) as Ref) : ref - body.inputs.length + operands.length
  return {
    options: {
      ...options,
      body: {
        inputs: operands.map(i => body.inputs[i] as Program['inputs'][number]),
        constants: [],
        equations: rest.equations.map(equation => ({ ...equation, operands: equation.operands.map(moved) })),
        outputs: rest.outputs.map(moved),
      },
      carries: operands.filter(i => i < carries).length,
      slices: operands.filter(i => i >= carries && i < carries + slices).length,
    },
    operands,
    results,
  }
}

/** A program without what its outputs do not need of its loops. One without loops is left as it is. */
export const withoutUnused = (program: Program): Program =>
  program.equations.some(isLoop) ? rerooted(program, program.outputs) : program
