/**
 * Programs run as they are, equation by equation.
 *
 * @module
 */
import { outputsOf } from '../primitive/control/controls.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import type { Program } from '../primitive/core/program.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, DTypeError, unequalShapes } from '../tensor/error.ts'
import { sameShape } from '../tensor/shape.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { requireWellFormed } from './wellFormed.ts'

const requireInput = (given: AnyTensor | undefined, wanted: Abstract, position: number): void => {
  if (given === undefined)
    throw new ArgumentError(`The program has an input ${position}, which was not given.`)
  if (given.dtype !== wanted.dtype)
    throw new DTypeError(
      `Input ${position} of the program is ${wanted.dtype}, but was given ${given.dtype}. Trace it anew for this type.`,
    )
  if (!sameShape(given.shape, wanted.shape))
    throw unequalShapes(`Input ${position} of the program`, wanted.shape, given.shape)
}

/**
 * The outputs of a program for given inputs, equation by equation. The inputs may be tensors of any tracer: a program can
 * be evaluated, differentiated or traced again.
 *
 * @throws ShapeError, DTypeError or ArgumentError unless the inputs are those that the program was traced for.
 * @category Programs
 * @since 0.1.0
 */
export const run = takes(
  'run',
  [{ program: needs.program }, { inputs: needs.listOf(needs.tensor, 'tensors') }],
  () => runUnchecked,
)

const runUnchecked = (program: Program) => {
  requireWellFormed(program)
  return (inputs: readonly AnyTensor[]): readonly AnyTensor[] => {
    program.inputs.forEach((wanted, i) => {
      requireInput(inputs[i], wanted, i)
    })
    return outputsOf(program, inputs.slice(0, program.inputs.length))
  }
}
