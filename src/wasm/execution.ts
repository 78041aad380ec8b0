/**
 * Running a program in memory that it may have to give up, between one run and the next, to others.
 *
 * @module
 */
import type { Carry } from '../engine/engine.ts'
import type { View } from '../primitive/primitive.ts'
import { abstractOf, type Program, type Ref } from '../program/program.ts'
import type { Elements } from '../tensor/dtype.ts'
import { EngineError } from '../tensor/error.ts'
import type { Shape } from '../tensor/shape.ts'
import { type AnyTensor, unsafeFromElements, zeros } from '../tensor/tensor.ts'
import type { Executable } from '../engine/engine.ts'
import { status } from './emit/program.ts'
import type { Machine } from './instance.ts'
import { requireFitting, requirePosition } from '../engine/preparation.ts'
import { type Resident, settle } from './residents.ts'

/** What of a preparation and of the layout counts for running. */
export interface Course {
  readonly carried: readonly Carry[]
  readonly inPlace: boolean
  readonly moves: readonly Carry[]
  /** Whether an output is another input as it was, so that it must be saved before that input is overwritten. */
  readonly crossing: boolean
}

/** A machine in its place, with what it reads and gives. */
interface Running {
  readonly machine: Machine
  readonly resident: Resident
  readonly inputs: readonly View[]
  readonly outputs: readonly View[]
}

const copyOf = ({ shape, dtype, elements }: View): AnyTensor =>
  unsafeFromElements<Shape, never>(shape, dtype as never, elements.slice())

/** A program that is ready to run, on machines that are made when they are needed; alone, if threads are not to help. */
export const executionOf = (
  program: Program,
  { carried, inPlace, moves, crossing }: Course,
  machineOf: (isAlone: boolean) => Machine,
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
    const { machine, inputs, outputs } = running
    for (const input of overwritten) states.set(input, copyOf(inputs[input] as View))
    if (hasRun) given = outputs.map(copyOf)
    running = null
    machine.release()
  }
  let hasRun = false

  const start = (): Running => {
    const machine = machineOf(isAlone)
    const resident = settle(machine.bytes, wasHere, leave, machine.release)
    wasHere = true
    const started = {
      machine,
      resident,
      inputs: program.inputs.map((_, i) => machine.viewOf(i)),
      outputs: program.outputs.map(machine.viewOf),
    }
    running = started
    held.forEach((x, input) => {
      if (x !== undefined) machine.write(input, x)
    })
    for (const [input, x] of states) machine.write(input, x)
    states.clear()
    hasRun = false
    return started
  }

  const fail = (equation: number): never => {
    running?.machine.runKernel(equation - 1)
    throw new Error(`Equation ${equation - 1} failed, but its kernel did not say why.`)
  }

  /** A thread that has taken a share and does not finish it may still write: what is known moves to where it cannot. */
  const startAlone = ({ machine, resident }: Running): void => {
    if (inPlace && carried.length > 0)
      throw new EngineError(
        'A thread that computes a part of the program did not finish, and the state it worked on was being overwritten. Run ' +
          'it again from the beginning, on one thread ({ engine: wasmThreads(1) }) if it happens again.',
      )
    const before = program.inputs.map((_, i) => machine.inputNow(i))
    isAlone = true
    running = null
    resident.end()
    machine.release(false)
    const { inputs } = start()
    before.forEach((elements, i) => {
      ;(inputs[i] as View).elements.set(elements)
    })
  }

  const execute = (): boolean => {
    const now = running ?? start()
    const { machine, resident } = now
    resident.run()
    hasRun = true
    given = null
    let finite = true
    machine.begin()
    for (const part of machine.parts) {
      const result = part()
      if (result > 0) fail(result)
      if (result === status.forsaken) {
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
      if (running !== null) running.machine.write(input, x)
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
      const { machine, inputs, outputs } = running
      if (crossing) {
        const kept = moves.map(({ output }) => (outputs[output] as View).elements.slice())
        moves.forEach(({ input }, i) => {
          ;(inputs[input] as View).elements.set(kept[i] as Elements)
        })
      } else machine.commit()
    },
    read: output => {
      requirePosition('Output', output, program.outputs.length)
      return running === null
        ? (given?.[output] ?? blank(program, program.outputs[output] as Ref))
        : copyOf(running.outputs[output] as View)
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
      states.clear()
      held.fill(undefined)
      last?.resident.end()
      last?.machine.release()
    },
  }
}

/** What stands where nothing was written. */
const blank = (program: Program, ref: Ref): AnyTensor => {
  const { shape, dtype } = abstractOf(program, ref)
  return zeros<number, Shape, 'f32'>(shape, dtype as 'f32') as AnyTensor
}
