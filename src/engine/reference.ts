/**
 * The reference engine: each equation by its primitive's own kernel. Plain and slow, and what the other engines are held to.
 *
 * @module
 */
import { type Program, run } from '../program/program.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import type { Engine, Executable, Preparation } from './executable.ts'
import { requireFitting, requirePreparation } from './preparation.ts'

const allFinite = (x: AnyTensor): boolean => elementsOf(x).every(value => Number.isFinite(value))

const prepare = (program: Program, preparation: Preparation = {}): Executable => {
  requirePreparation(program, preparation)
  const { carried = [], watched = [] } = preparation
  const inputs: AnyTensor[] = []
  let outputs: readonly AnyTensor[] = []
  const execute = run(program)
  return {
    write: (input, x) => {
      requireFitting(program, input, x)
      inputs[input] = x
    },
    reads: () => true,
    execute: () => {
      outputs = execute(inputs)
      return watched.every(output => allFinite(outputs[output] as AnyTensor))
    },
    commit: () => {
      for (const { output, input } of carried) inputs[input] = outputs[output] as AnyTensor
    },
    read: output => outputs[output] as AnyTensor,
    readInput: input => inputs[input] as AnyTensor,
  }
}

/** Programs by the primitives' own kernels. */
export const reference: Engine = { name: 'reference', prepare }
