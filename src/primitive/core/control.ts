/**
 * Operations with bodies: programs that they run, once, many times or not at all. Their value is the bytes of all their results.
 *
 * @module
 */
import { allocate } from '../../tensor/dtype.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { type Abstract, notDifferentiable, type Primitive, type View } from './primitive.ts'
import type { Program } from './program.ts'
import { putTogether, type ResultOptions, togetherOf } from './result.ts'

/** What an operation with bodies runs on: tensors of any tracer, or the memory of some. */
export interface Values<V> {
  /** The outputs of a body. */
  readonly run: (body: Program, inputs: readonly V[]) => readonly V[]
  /** The numbers of a value that has some. */
  readonly viewOf: (x: V) => View
  readonly of: (view: View) => V
}

/** What is said of an operation with bodies. */
export interface ControlFacts<O> {
  readonly name: string
  /** Requires operands and options to fit. */
  readonly requires: (options: O, operands: readonly Abstract[]) => void
  /** Its bodies by name. */
  readonly bodies: (options: O) => Readonly<Record<string, Program>>
  readonly results: (options: O) => readonly ResultOptions[]
  /** How many operands, the first ones, have to be numbers for it to run; the others may be of any tracer. */
  readonly asks: (operands: readonly unknown[]) => number
  /** Its results: which bodies run, on what, and how often. */
  readonly course: <V>(options: O, operands: readonly V[], on: Values<V>) => readonly V[]
}

/** An operation with bodies. */
export interface Control<O = unknown> extends Primitive<O>, ControlFacts<O> {}

export const emptyView = ({ shape, dtype }: Abstract): View => ({
  shape,
  dtype,
  elements: allocate(dtype, sizeOf(shape)),
})

/** The outputs of a body by the kernels of its operations. */
const outputsByKernels = (body: Program, inputs: readonly View[]): readonly View[] => {
  const values: View[] = [...inputs]
  for (const equation of body.equations) {
    const view = emptyView(equation)
    equation.primitive.kernel(
      equation.operands.map(ref => values[ref] as View),
      view,
      equation.options,
    )
    values.push(view)
  }
  return body.outputs.map(ref => values[ref] as View)
}

const inMemory: Values<View> = { run: outputsByKernels, viewOf: x => x, of: x => x }

/** An operation with bodies from what is said of it. */
export const controlFrom = <O>(facts: ControlFacts<O>): Control<O> => ({
  ...facts,
  shape: (inputs, options) => {
    facts.requires(options, inputs)
    return togetherOf(facts.results(options))
  },
  kernel: (inputs, output, options) => {
    putTogether(facts.results(options), facts.course(options, inputs, inMemory), output)
  },
  partials: notDifferentiable,
})
