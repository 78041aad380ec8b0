/**
 * Programs without what nothing reads: also within bodies, where a stack that nothing reads is not made, and a value is not
 * carried that only its own next one is made of.
 *
 * @module
 */
import { type ControlName, controlOf, type controls } from '../primitive/control/controls.ts'
import {
  abstractOf,
  type CondOptions,
  type Equation,
  firstResult,
  type LoopOptions,
  type Program,
  type Ref,
  type WhileOptions,
} from '../primitive/core/program.ts'
import { isResult, type ResultOptions } from '../primitive/core/result.ts'
import { withInputs } from './bodyInputs.ts'
import { madeOf } from './extract.ts'

/** An operation with bodies that gives fewer results, and which of its operands it still takes. */
export interface Pruned<O> {
  readonly options: O
  /** The operands that are left, by position among those before. */
  readonly operands: readonly number[]
  /** The results that are left, by position among those before. */
  readonly results: readonly number[]
}

type OptionsOf<N extends ControlName> = Parameters<(typeof controls)[N]['bodies']>[0]

/** An operation with bodies of which only some results are wanted. */
type Prune<O> = (options: O, wanted: ReadonlySet<number>) => Pruned<O>

/** A program with other outputs, without what these do not need. Inputs stay. */
const rerooted = (program: Program, outputs: readonly Ref[]): Program => {
  const base = firstResult(program)
  const read = new Set(outputs)
  /** For each equation with bodies which of its results are read. */
  const readOf = new Map<number, Set<number>>()
  const prunedAt = new Map<number, Pruned<unknown>>()
  /** Equations with bodies whose bytes are read as they are. */
  const whole = new Set(outputs)
  for (let i = program.equations.length - 1; i >= 0; i--) {
    const equation = program.equations[i] as Equation
    if (!read.has(base + i)) continue
    if (isResult(equation)) {
      const from = (equation.operands[0] as Ref) - base
      readOf.set(from, (readOf.get(from) ?? new Set()).add((equation.options as ResultOptions).index))
    }
    const control = controlOf(equation)
    if (control !== null) {
      const wanted = whole.has(base + i)
        ? new Set(control.results(equation.options).keys())
        : (readOf.get(i) ?? new Set<number>())
      const pruned = pruneOf(control.name as ControlName)(equation.options, wanted)
      prunedAt.set(i, pruned)
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
    const control = controlOf(equation)
    if (control !== null) {
      const { options, operands } = prunedAt.get(i) as Pruned<unknown>
      const left = operands.map(k => equation.operands[k] as Ref)
      const abstract = control.shape(
        left.map(ref => abstractOf(program, ref)),
        options,
      )
      return { ...equation, ...abstract, options, operands: left.map(numberOf) }
    }
    if (isResult(equation)) {
      const from = (equation.operands[0] as Ref) - base
      const { options, results } = prunedAt.get(from) as Pruned<unknown>
      const index = results.indexOf((equation.options as ResultOptions).index)
      return {
        ...equation,
        options: controlOf(program.equations[from] as Equation)?.results(options)[index],
        operands: equation.operands.map(numberOf),
      }
    }
    return { ...equation, operands: equation.operands.map(numberOf) }
  }
  return { ...program, constants, equations, outputs: outputs.map(numberOf) }
}

/** A body that gives some of its outputs, and takes some of its inputs. */
const narrowed = (body: Program, inputs: readonly number[], outputs: readonly number[]): Program =>
  withInputs(
    rerooted(
      body,
      outputs.map(i => body.outputs[i] as Ref),
    ),
    inputs.map(i => body.inputs[i] as Program['inputs'][number]),
    input => inputs.indexOf(input),
  )

/** The values that some outputs of a body are made of. */
const readBy = (body: Program, outputs: Iterable<number>): ReadonlySet<Ref> =>
  madeOf(
    body,
    Array.from(outputs, i => body.outputs[i] as Ref),
  )

const positions = (all: readonly unknown[]): readonly number[] => all.map((_, i) => i)

/** A loop of which only some results are wanted. */
export const pruneLoop: Prune<LoopOptions> = (options, wanted) => {
  const { body, carries, slices } = options
  const kept = new Set(wanted)
  let read: ReadonlySet<Ref> = new Set()
  for (let size = -1; size !== kept.size; ) {
    size = kept.size
    read = readBy(body, kept)
    for (let i = 0; i < carries; i++) if (read.has(i)) kept.add(i)
  }
  const results = positions(body.outputs).filter(i => kept.has(i))
  const operands = positions(body.inputs).filter(i => read.has(i) || (i < carries && kept.has(i)))
  return {
    options: {
      ...options,
      body: narrowed(body, operands, results),
      carries: operands.filter(i => i < carries).length,
      slices: operands.filter(i => i >= carries && i < carries + slices).length,
    },
    operands,
    results,
  }
}

const pruneCond: Prune<CondOptions> = ({ onTrue, onFalse }, wanted) => {
  const bodies = [onTrue, onFalse]
  const results = positions(onTrue.outputs).filter(i => wanted.has(i))
  const read = bodies.map(body => readBy(body, results))
  const inputs = positions(onTrue.inputs).filter(i => read.some(it => it.has(i)))
  return {
    options: { onTrue: narrowed(onTrue, inputs, results), onFalse: narrowed(onFalse, inputs, results) },
    // In front of what the bodies take there is the predicate.
    operands: [0, ...inputs.map(i => i + 1)],
    results,
  }
}

const pruneWhile: Prune<WhileOptions> = (options, wanted) => {
  const { predicate, body, carries } = options
  const kept = new Set([...wanted].filter(i => i < carries))
  const asked = readBy(predicate, [0])
  let read: ReadonlySet<Ref> = new Set()
  for (let size = -1; size !== kept.size; ) {
    size = kept.size
    read = new Set([...asked, ...readBy(body, kept)])
    for (let i = 0; i < carries; i++) if (read.has(i)) kept.add(i)
  }
  const own = positions(body.outputs).filter(i => kept.has(i))
  const operands = positions(body.inputs).filter(i => read.has(i) || (i < carries && kept.has(i)))
  return {
    options: {
      ...options,
      predicate: narrowed(predicate, operands, [0]),
      body: narrowed(body, operands, own),
      carries: own.length,
      ...(options.solves === undefined
        ? {}
        : { solves: own.filter(i => i < (options.solves as number)).length }),
    },
    operands,
    // Behind what is carried: the number of steps, and whether it ended by itself.
    results: [...own, carries, carries + 1],
  }
}

const prunes: { readonly [N in ControlName]: Prune<OptionsOf<N>> } = {
  loop: pruneLoop,
  cond: pruneCond,
  while: pruneWhile,
}

/** How an operation is pruned: the record holds each one's own options. */
function pruneOf(name: ControlName): Prune<unknown> {
  return prunes[name] as Prune<unknown>
}

/** A program without what its outputs do not need of its bodies. One without any is left as it is. */
export const withoutUnused = (program: Program): Program =>
  program.equations.some(equation => controlOf(equation) !== null)
    ? rerooted(program, program.outputs)
    : program
