/**
 * Programs of which operations have code: what has none is opened into simpler operations, as far as these are known.
 *
 * @module
 */
import { opened } from '../exchange/opened/opened.ts'
import { type OpenedName, openings } from '../exchange/opened/openings.ts'
import { loweringOf } from '../plan/lowering.ts'
import { outputsOf } from '../primitive/control/controls.ts'
import { bind } from '../primitive/core/bind.ts'
import type { Equation, Program } from '../primitive/core/program.ts'
import { traceOnce } from '../program/trace.ts'
import { zeros } from '../tensor/function/constructors.ts'
import type { AnyTensor } from '../tensor/tensor.ts'

const isOpened = (equation: Equation): boolean =>
  loweringOf(equation).by === 'kernel' && Object.hasOwn(openings, equation.primitive.name)

const apply = (equation: Equation, operands: readonly AnyTensor[]): AnyTensor => {
  const { primitive, options } = equation
  if (!isOpened(equation)) return bind(primitive, options, operands)
  const [result] = outputsOf(opened(primitive.name as OpenedName, options, operands), operands)
  return result as AnyTensor
}

/** The same program, with what has no code opened. What is within bodies stays as it is. */
export const codeFor = (program: Program): Program =>
  program.equations.some(isOpened)
    ? traceOnce((...inputs: readonly AnyTensor[]) => outputsOf(program, inputs, apply))(
        ...program.inputs.map(({ shape, dtype }): AnyTensor => zeros(shape, dtype)),
      ).program
    : program
