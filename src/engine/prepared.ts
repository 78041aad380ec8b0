/**
 * Programs prepared by any engine, also one that a user wrote: what it gives is looked at, as nothing else would notice.
 *
 * @module
 */
import { abstractOf, type Program, type Ref } from '../primitive/core/program.ts'
import { showValue } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { sameShape } from '../tensor/shape.ts'
import { type AnyTensor, isTensor } from '../tensor/tensor.ts'
import type { Engine, Executable, Preparation } from './engine.ts'

const methods = ['write', 'reads', 'execute', 'commit', 'read', 'readInput'] as const

const nameOf = ({ name }: Engine): string => `The engine${typeof name === 'string' ? ` ${name}` : ''}`

const requireExecutable = (engine: Engine, x: unknown): Executable => {
  const found = (typeof x === 'object' && x !== null ? x : {}) as { readonly [name: string]: unknown }
  const missing = methods.filter(method => typeof found[method] !== 'function')
  if (missing.length > 0)
    throw new ArgumentError(
      `${nameOf(engine)} has to prepare what has the methods ${methods.join(', ')}, but gave ${showValue(x)}` +
        `${missing.length < methods.length ? `, without ${missing.join(', ')}` : ''}.`,
    )
  return x as Executable
}

/** A program made ready by an engine; what the engine gives is what the program says, or is refused. */
export const prepared = (engine: Engine, program: Program, preparation?: Preparation): Executable => {
  const executable = requireExecutable(engine, engine.prepare(program, preparation))
  const requireTensor = (method: string, ref: Ref, x: unknown): AnyTensor => {
    const { shape, dtype } = abstractOf(program, ref)
    if (isTensor(x) && x.dtype === dtype && sameShape(x.shape, shape)) return x
    const given = isTensor(x) ? `${x.dtype}[${x.shape.join(', ')}]` : showValue(x)
    throw new ArgumentError(
      `${nameOf(engine)} has to give ${dtype}[${shape.join(', ')}] from ${method}, but gave ${given}.`,
    )
  }
  const requireFlag = (method: string, x: unknown): boolean => {
    if (typeof x !== 'boolean')
      throw new ArgumentError(
        `${nameOf(engine)} has to give true or false from ${method}, but gave ${showValue(x)}.`,
      )
    return x
  }
  const requireDone = (method: string, x: unknown): void => {
    if (typeof x === 'object' && x !== null && 'then' in x)
      throw new ArgumentError(
        `${nameOf(engine)} has to be done when ${method} comes back, but gave a promise. The methods of an engine are not async.`,
      )
  }
  return {
    write: (input, x) => {
      requireDone('write', executable.write(input, x))
    },
    reads: input => requireFlag('reads', executable.reads(input)),
    execute: () => requireFlag('execute', executable.execute()),
    commit: () => {
      requireDone('commit', executable.commit())
    },
    read: output => requireTensor('read', program.outputs[output] as Ref, executable.read(output)),
    readInput: input => requireTensor('readInput', input, executable.readInput(input)),
    release: () => {
      executable.release?.()
    },
  }
}
