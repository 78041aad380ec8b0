/**
 * A program in a memory of its own: instantiated, with views of everything in it.
 *
 * @module
 */
import type { View } from '../primitive/primitive.ts'
import { abstractOf, type Equation, firstResult, type Ref } from '../program/program.ts'
import { sizeOf } from '../tensor/shape.ts'
import { elementsOf } from '../tensor/tensor.ts'
import { control } from './control.ts'
import type { Crew } from './crew.ts'
import { generate, type Target } from './generate.ts'
import { allocateMemory, pagesOf, requireHost } from './memory.ts'
import { encodeModule } from './module.ts'

/** Runs a stretch of the program; 0, the number of the equation that failed plus one, or a negative status. */
export type Part = () => number

/** A program, ready to run. */
export interface Machine {
  readonly parts: readonly Part[]
  readonly viewOf: (ref: Ref) => View
  /** Runs an equation's own kernel. */
  readonly runKernel: (equation: number) => void
  /** Says that a run is about to begin. */
  readonly begin: () => void
}

/** What a machine is made for: a target without the memory, which it brings. */
export type Plan = Omit<Target, 'memory' | 'patience'>

const viewsOn =
  (buffer: ArrayBuffer, { program, layout }: Plan) =>
  (ref: Ref): View => {
    const { shape, dtype } = abstractOf(program, ref)
    const Storage = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array }[dtype]
    return { shape, dtype, elements: new Storage(buffer, layout.addressOf(ref), sizeOf(shape)) }
  }

/** Makes a machine; with a crew, other threads help it, and it waits for them for so many looks. */
export const makeMachine = (plan: Plan, crew: Crew | null, patience: number): Machine => {
  const { Instance, Module } = requireHost()
  const { program, layout } = plan
  const shared = crew !== null
  const memory = allocateMemory(layout.size, shared)
  const { functions, parts, regions } = generate({
    ...plan,
    memory: memory.buffer,
    patience: shared ? patience : null,
  })
  const module = new Module(
    encodeModule(
      functions,
      shared ? { sharedPages: pagesOf(layout.size), table: regions.map(({ body }) => body) } : {},
    ),
  )
  const { exports } = new Instance(module, { host: { memory } })
  const viewOf = viewsOn(memory.buffer, plan)
  program.constants.forEach((constant, i) => {
    viewOf(program.inputs.length + i).elements.set(elementsOf(constant))
  })
  const kernelOf = (i: number): (() => void) => {
    const { primitive, options, operands } = program.equations[i] as Equation
    const views = operands.map(viewOf)
    const output = viewOf(firstResult(program) + i)
    return () => primitive.kernel(views, output, options)
  }
  const whole =
    (run: () => void): Part =>
    () => {
      run()
      return 0
    }
  const machine = {
    parts: parts.map(part =>
      'call' in part
        ? (exports[part.call] as Part)
        : whole('kernel' in part ? kernelOf(part.kernel) : part.run),
    ),
    viewOf,
    runKernel: (equation: number) => kernelOf(equation)(),
  }
  if (crew === null || regions.length === 0) return { ...machine, begin: () => {} }
  new Int32Array(memory.buffer, control.counts + 4, regions.length).set(regions.map(({ count }) => count))
  const helped: Machine = { ...machine, begin: () => helpers.call() }
  const helpers = crew.enlist(helped, module, memory)
  return helped
}
