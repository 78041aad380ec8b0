/**
 * Running a program in memory that it may have to give up, between one run and the next, to others.
 *
 * @module
 */

import type { Carry, Executable } from '../engine/engine.ts'
import { requireFitting, requirePosition } from '../engine/preparation.ts'
import type { View } from '../primitive/core/primitive.ts'
import { abstractOf, type Program, type Ref } from '../primitive/core/program.ts'
import type { Elements, Kind } from '../tensor/dtype.ts'
import { EngineError } from '../tensor/error.ts'
import { zeros } from '../tensor/function/constructors.ts'
import type { Shape } from '../tensor/shape.ts'
import { type AnyTensor, unsafeFromElements } from '../tensor/tensor.ts'
import { status } from './emit/program.ts'
import type { ProgramInstance, RunSegment } from './instance.ts'
import { type Resident, settle } from './residents.ts'

/** What of a preparation and of the layout counts for running. */
export interface Course {
  readonly carried: readonly Carry[]
  readonly inPlace: boolean
  readonly moves: readonly Carry[]
  /** Whether an output is another input as it was, so that it must be saved before that input is overwritten. */
  readonly crossing: boolean
  /** The outputs that are carried inputs as they were, which are lost when those are overwritten. */
  readonly aliases: readonly number[]
}

/** An instance in its place, with what it reads and gives. */
interface Running {
  readonly instance: ProgramInstance
  readonly resident: Resident
  readonly inputs: readonly View[]
  readonly outputs: readonly View[]
}

const copyOf = ({ shape, dtype, elements }: View): AnyTensor =>
  unsafeFromElements<Shape, Kind>(shape, dtype, elements.slice())

/** A program that is ready to run, on instances that are made when they are needed; alone, if threads are not to help. */
export const executionOf = (
  program: Program,
  { carried, inPlace, moves, crossing, aliases }: Course,
  instanceOf: (isAlone: boolean) => ProgramInstance,
): Executable => {
  let running: Running | null = null
  let isAlone = false
  let wasHere = false
  // Tensors never change: one that is still in its place need not be copied there once more.
  const held = new Array<AnyTensor | undefined>(program.inputs.length)
  const overwritten = new Set(carried.map(({ input }) => input))
  // What was carried and what was given, while the program has no memory.
  const states = new Map<number, AnyTensor>()
  let given: readonly AnyTensor[] | null = null

  const leave = (): void => {
    if (running === null) return
    const { instance, inputs, outputs } = running
    for (const input of overwritten) states.set(input, copyOf(inputs[input] as View))
    if (hasRun) given = outputs.map(outputNow)
    running = null
    instance.release()
  }
  let hasRun = false
  // What the last commit would have changed.
  const kept = new Map<number, AnyTensor>()
  const outputNow = (view: View, output: number): AnyTensor => kept.get(output) ?? copyOf(view)

  const start = (): Running => {
    const instance = instanceOf(isAlone)
    const resident = settle(instance.bytes, wasHere, leave, instance.release)
    wasHere = true
    const started = {
      instance,
      resident,
      inputs: program.inputs.map((_, i) => instance.viewOf(i)),
      outputs: program.outputs.map(instance.viewOf),
    }
    running = started
    held.forEach((x, input) => {
      if (x !== undefined) instance.write(input, x)
    })
    for (const [input, x] of states) instance.write(input, x)
    states.clear()
    hasRun = false
    return started
  }

  const fail = (equation: number): never => {
    running?.instance.runKernel(equation - 1)
    throw new Error(`Equation ${equation - 1} failed, but its kernel did not say why.`)
  }

  /** A thread that has taken a chunk and does not finish it may still write: what is known moves to where it cannot. */
  const startAlone = ({ instance, resident }: Running): void => {
    if (inPlace && carried.length > 0)
      throw new EngineError(
        'A thread that computes a part of the program did not finish, and the state it worked on was being overwritten. Run ' +
          'it again from the beginning, on one thread ({ engine: wasmThreads(1) }) if it happens again.',
      )
    const before = program.inputs.map((_, i) => instance.inputNow(i))
    isAlone = true
    running = null
    resident.end()
    instance.release(false)
    const { inputs } = start()
    before.forEach((elements, i) => {
      ;(inputs[i] as View).elements.set(elements)
    })
  }

  const execute = (): boolean => {
    const now = running ?? start()
    const { instance, resident } = now
    resident.run()
    hasRun = true
    given = null
    if (kept.size > 0) kept.clear()
    let finite = true
    instance.begin()
    const { segments } = instance
    for (let i = 0; i < segments.length; i++) {
      const result = (segments[i] as RunSegment)()
      if (result > 0) fail(result)
      if (result === status.abandoned) {
        startAlone(now)
        return execute()
      }
      if (result === status.notFinite) finite = false
    }
    return finite
  }

  start()
  const read = new Set([...program.equations.flatMap(({ operands }) => operands), ...program.outputs])
  return {
    write: (input, x) => {
      if (held[input] === x && x !== undefined) return
      requireFitting(program, input, x)
      if (running !== null) running.instance.write(input, x)
      else if (overwritten.has(input)) states.set(input, x)
      if (!overwritten.has(input)) held[input] = x
    },
    reads: input => read.has(input),
    execute,
    commit: () => {
      if (running === null) {
        const outputs = given
        if (outputs !== null)
          for (const { output, input } of carried) states.set(input, outputs[output] as AnyTensor)
        return
      }
      const { instance, inputs, outputs } = running
      for (const output of aliases) kept.set(output, copyOf(outputs[output] as View))
      if (crossing) {
        const before = moves.map(({ output }) => (outputs[output] as View).elements.slice())
        moves.forEach(({ input }, i) => {
          ;(inputs[input] as View).elements.set(before[i] as Elements)
        })
      } else instance.commit()
    },
    read: output => {
      requirePosition('Output', output, program.outputs.length)
      return running === null
        ? (given?.[output] ?? blank(program, program.outputs[output] as Ref))
        : outputNow(running.outputs[output] as View, output)
    },
    readInput: input => {
      requirePosition('Input', input, program.inputs.length)
      return running === null
        ? (states.get(input) ?? held[input] ?? blank(program, input))
        : copyOf(running.inputs[input] as View)
    },
    release: () => {
      const last = running
      running = null
      given = null
      kept.clear()
      states.clear()
      held.fill(undefined)
      last?.resident.end()
      last?.instance.release()
    },
  }
}

/** What stands where nothing was written. */
const blank = (program: Program, ref: Ref): AnyTensor => {
  const { shape, dtype } = abstractOf(program, ref)
  return zeros(shape, dtype as 'f32') as AnyTensor
}
