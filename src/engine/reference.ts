/**
 * The reference engine: each equation by its primitive's own kernel. Plain and slow, and what the other engines are held to.
 *
 * @module
 */
import type { Abstract } from '../primitive/core/primitive.ts'
import { abstractOf, type Program } from '../primitive/core/program.ts'
import { run } from '../program/run.ts'
import { takes } from '../tensor/contract/index.ts'
import { zeros } from '../tensor/function/constructors.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import type { Engine, Executable, Preparation } from './engine.ts'
import { preparing, requireFitting, requirePosition, requirePreparation } from './preparation.ts'

const allFinite = (x: AnyTensor): boolean => elementsOf(x).every(value => Number.isFinite(value))

const prepare = (program: Program, preparation: Preparation = {}): Executable => {
  requirePreparation(program, preparation)
  const { carried = [], watched = [] } = preparation
  // As memory is: 0 until something is written.
  const nothing = ({ shape, dtype }: Abstract): AnyTensor => zeros(shape, dtype)
  const inputs = program.inputs.map(nothing)
  let outputs: readonly AnyTensor[] = program.outputs.map(ref => nothing(abstractOf(program, ref)))
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
    read: output => {
      requirePosition('Output', output, outputs.length)
      return outputs[output] as AnyTensor
    },
    readInput: input => {
      requirePosition('Input', input, inputs.length)
      return inputs[input] as AnyTensor
    },
  }
}

/**
 * Programs by the primitives' own kernels.
 *
 * @category Engines
 * @since 0.1.0
 */
export const reference: Engine = {
  name: 'reference',
  prepare: takes('reference.prepare', preparing, () => prepare),
}
